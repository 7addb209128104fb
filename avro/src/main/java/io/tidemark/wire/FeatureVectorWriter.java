package io.tidemark.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.avro.FeatureVector;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.UnresolvedUnionException;

/**
 * Writes the bytes that Avro's own writer writes for a vector, without looking every value's type
 * up in the schema. Not thread-safe.
 */
final class FeatureVectorWriter {
  private static final Schema VALUE =
      FeatureVector.getClassSchema().getField("values").schema().getValueType();
  private static final int MAX_NAMES = 1024;

  private final PayloadBuffer out = new PayloadBuffer();
  private final String[] names = new String[MAX_NAMES];
  private final byte[][] encodedNames = new byte[MAX_NAMES][];

  /** Appends a vector's bytes to others. */
  void write(FeatureVector vector, ByteArrayOutputStream target) {
    out.reset();
    out.string(vector.getNamespace());
    out.string(vector.getEntity());
    out.string(vector.getKey());
    strings(vector.getKeyParts());
    values(vector.getValues());
    out.number(vector.getRevision());
    out.number(vector.getAsOf().toEpochMilli());
    instant(vector.getValidUntil());
    out.number(vector.getStatus().ordinal());
    strings(vector.getWarming());
    instant(vector.getNewestEventTime());
    instant(vector.getLastEventTime());
    out.number(vector.getTtlMs());
    versions(vector.getGroupVersions());
    out.writeTo(target);
  }

  private void instant(Instant instant) {
    out.number(instant == null ? 0 : 1);
    if (instant != null) {
      out.number(instant.toEpochMilli());
    }
  }

  private void strings(Collection<String> strings) {
    startBlock(strings.size());
    strings.forEach(out::string);
    out.number(0);
  }

  private void versions(Map<String, Integer> versions) {
    startBlock(versions.size());
    versions.forEach(
        (group, version) -> {
          out.string(group);
          out.number(version);
        });
    out.number(0);
  }

  private void values(Map<String, Object> values) {
    startBlock(values.size());
    int place = 0;
    for (Map.Entry<String, Object> value : values.entrySet()) {
      out.utf8(encoded(place++, value.getKey()));
      value(value.getValue());
    }
    out.number(0);
  }

  /** Nothing announces an empty block beside its end. */
  private void startBlock(int items) {
    if (items > 0) {
      out.number(items);
    }
  }

  /** The names are the same from one vector to the next, and mostly in the same places. */
  private byte[] encoded(int place, String name) {
    if (place >= MAX_NAMES) {
      return name.getBytes(UTF_8);
    }
    if (!name.equals(names[place])) {
      names[place] = name;
      encodedNames[place] = name.getBytes(UTF_8);
    }
    return encodedNames[place];
  }

  private void value(Object value) {
    if (value == null) {
      out.number(0);
    } else if (value instanceof Collection<?> list) {
      out.number(5);
      startBlock(list.size());
      list.forEach(item -> single(item, 0));
      out.number(0);
    } else {
      // the union of a list's items lacks the null at the head
      single(value, 1);
    }
  }

  private void single(Object value, int firstBranch) {
    if (value instanceof Long number) {
      out.number(firstBranch);
      out.number(number);
    } else if (value instanceof Double number) {
      out.number(firstBranch + 1);
      out.decimal(number);
    } else if (value instanceof CharSequence text) {
      out.number(firstBranch + 2);
      out.string(text.toString());
    } else if (value instanceof Boolean truth) {
      out.number(firstBranch + 3);
      out.truth(truth);
    } else {
      throw new UnresolvedUnionException(VALUE, value);
    }
  }
}
