package io.tidemark.feature;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.Sha256;
import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateParameters;
import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.Window;

/**
 * Identity of what a group's state means: its name, version, source, entity, filter, and the
 * operation, expression, filter, parameters and windows of each aggregate in order. The owner, the
 * time to live and the names of features, and what is derived from others, are not part of it:
 * changing them keeps the state. First 8 bytes of SHA-256.
 */
final class GroupHash {
  private static final int FORMAT = 1;

  private GroupHash() {}

  static long of(Entity entity, FeatureGroup group) {
    ByteWriter out = new ByteWriter().octet(FORMAT);
    out.text(group.name()).unsigned(group.version()).text(group.source());
    out.text(entity.name()).unsigned(entity.key().size());
    entity.key().forEach(out::text);
    optional(group.where(), out);
    for (Aggregate aggregate : group.aggregates()) {
      write(aggregate, out);
    }
    return new ByteReader("hash of a group", Sha256.digest().digest(out.toByteArray())).fixed64();
  }

  private static void write(Aggregate aggregate, ByteWriter out) {
    out.text(aggregate.op().name());
    optional(aggregate.of(), out);
    optional(aggregate.where(), out);
    write(aggregate.parameters(), out);
    out.unsigned(aggregate.windows().size());
    for (Window window : aggregate.windows()) {
      out.unsigned(window.size().toMillis()).flag(window.session());
      out.unsigned(window.hop() == null ? 0 : window.hop().toMillis());
    }
  }

  private static void write(AggregateParameters parameters, ByteWriter out) {
    out.unsigned(parameters.size()).unsigned(parameters.max()).real(parameters.quantile());
    out.unsigned(parameters.halfLife().toMillis()).unsigned(parameters.per().toMillis());
  }

  private static void optional(String value, ByteWriter out) {
    out.flag(value != null).text(value == null ? "" : value);
  }
}
