package io.tidemark.feature;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateParameters;
import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.Window;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Identity of what a group's state means: its name, version, source, entity, filter, and the
 * operation, expression, filter, parameters and windows of each aggregate in order. The owner, the
 * time to live and the names of features, and what is derived from others, are not part of it:
 * changing them keeps the state. First 8 bytes of SHA-256.
 */
final class GroupHash {
  private GroupHash() {}

  static long of(Entity entity, FeatureGroup group) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(entity, group, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteBuffer.wrap(sha256(bytes.toByteArray())).getLong();
  }

  private static void write(Entity entity, FeatureGroup group, DataOutputStream out)
      throws IOException {
    text(out, group.name());
    out.writeInt(group.version());
    text(out, group.source());
    text(out, entity.name());
    out.writeInt(entity.key().size());
    for (String part : entity.key()) {
      text(out, part);
    }
    text(out, group.where());
    for (Aggregate aggregate : group.aggregates()) {
      text(out, aggregate.op().name());
      text(out, aggregate.of());
      out.writeInt(aggregate.windows().size());
      for (Window window : aggregate.windows()) {
        out.writeLong(window.size().toMillis());
      }
      refinements(out, aggregate);
    }
  }

  /** What is not usual alone, so that a group that uses none of it keeps the hash it always had. */
  private static void refinements(DataOutputStream out, Aggregate aggregate) throws IOException {
    if (aggregate.where() != null) {
      text(out, "where " + aggregate.where());
    }
    if (!aggregate.parameters().equals(AggregateParameters.NONE)) {
      text(out, aggregate.parameters().toString());
    }
    for (Window window : aggregate.windows()) {
      if (window.session() || window.hop() != null) {
        text(out, window.session() ? "session" : "hop " + window.hop());
      }
    }
  }

  private static void text(DataOutputStream out, String value) throws IOException {
    out.writeBoolean(value != null);
    out.writeUTF(value == null ? "" : value);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
