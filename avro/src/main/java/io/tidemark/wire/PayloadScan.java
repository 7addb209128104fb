package io.tidemark.wire;

import static io.tidemark.wire.DecodingReason.CORRUPT;
import static io.tidemark.wire.DecodingReason.TOO_DEEP;
import static io.tidemark.wire.DecodingReason.TOO_MANY_ITEMS;
import static io.tidemark.wire.DecodingReason.TRAILING_BYTES;

import java.util.List;
import org.apache.avro.Schema;

/**
 * A walk over a payload by its writer schema that allocates nothing, made before the real decoding.
 *
 * <p>Avro's decoder believes the lengths and counts it reads and recurses as deep as the data says.
 * After this walk every length fits in the bytes, every count is bounded, the nesting is bounded,
 * and the record ends where the bytes do.
 */
final class PayloadScan {

  private static final int MAX_INT_BYTES = 5;
  private static final int MAX_LONG_BYTES = 10;

  private final byte[] bytes;
  private final int maxDepth;
  private int position;
  private int itemsLeft;
  private String field = "";

  private PayloadScan(byte[] bytes, int offset, DecodingLimits limits) {
    this.bytes = bytes;
    this.position = offset;
    this.maxDepth = limits.maxDepth();
    this.itemsLeft = limits.itemsFor(bytes.length - offset);
  }

  /** Throws {@link DecodingException} unless the bytes from the offset are exactly one record. */
  static void check(Schema writer, byte[] bytes, int offset, DecodingLimits limits) {
    PayloadScan scan = new PayloadScan(bytes, offset, limits);
    scan.value(writer, 1);
    if (scan.position != bytes.length) {
      throw new DecodingException(
          TRAILING_BYTES,
          "The record ends at byte %d but the value has %d bytes."
              .formatted(scan.position, bytes.length));
    }
  }

  private void value(Schema schema, int depth) {
    if (depth > maxDepth) {
      throw failure(TOO_DEEP, "values nest deeper than " + maxDepth + " levels");
    }
    switch (schema.getType()) {
      case NULL -> {}
      case BOOLEAN -> bool();
      case INT -> varint(MAX_INT_BYTES);
      case LONG -> varint(MAX_LONG_BYTES);
      case FLOAT -> skip(Float.BYTES);
      case DOUBLE -> skip(Double.BYTES);
      case FIXED -> skip(schema.getFixedSize());
      case STRING, BYTES -> skip(varint(MAX_LONG_BYTES));
      case ENUM -> index(schema.getEnumSymbols().size(), "enum symbol");
      case UNION -> value(branch(schema.getTypes()), depth + 1);
      case RECORD -> record(schema.getFields(), depth);
      case ARRAY -> blocks(schema.getElementType(), false, depth);
      case MAP -> blocks(schema.getValueType(), true, depth);
    }
  }

  private void record(List<Schema.Field> fields, int depth) {
    for (int i = 0; i < fields.size(); i++) {
      Schema.Field next = fields.get(i);
      field = next.name();
      value(next.schema(), depth + 1);
    }
  }

  private Schema branch(List<Schema> branches) {
    return branches.get(index(branches.size(), "union branch"));
  }

  private void blocks(Schema items, boolean keyed, int depth) {
    for (long count = varint(MAX_LONG_BYTES); count != 0; count = varint(MAX_LONG_BYTES)) {
      if (count > 0) {
        items(items, keyed, count, depth);
      } else {
        sizedBlock(items, keyed, count, depth);
      }
    }
  }

  /** A negative count announces the block's size, which a reader that skips the block relies on. */
  private void sizedBlock(Schema items, boolean keyed, long negativeCount, int depth) {
    long size = varint(MAX_LONG_BYTES);
    int start = position;
    items(items, keyed, -negativeCount, depth);
    if (position - start != size) {
      throw corrupt("a block of " + (position - start) + " bytes says it has " + size);
    }
  }

  private void items(Schema items, boolean keyed, long count, int depth) {
    // Long.MIN_VALUE has no positive counterpart and stays negative
    if (count > itemsLeft || count < 0) {
      throw failure(TOO_MANY_ITEMS, count + " items where " + itemsLeft + " more are allowed");
    }
    itemsLeft -= (int) count;
    for (long i = 0; i < count; i++) {
      if (keyed) {
        skip(varint(MAX_LONG_BYTES));
      }
      value(items, depth + 1);
    }
  }

  private void bool() {
    byte read = next();
    if (read != 0 && read != 1) {
      throw corrupt("a boolean is " + read + " instead of 0 or 1");
    }
  }

  private int index(int size, String what) {
    long read = varint(MAX_INT_BYTES);
    if (read < 0 || read >= size) {
      throw corrupt(what + " " + read + " is not in [0, " + size + ")");
    }
    return (int) read;
  }

  private long varint(int maxBytes) {
    long raw = 0;
    for (int i = 0; i < maxBytes; i++) {
      byte next = next();
      raw |= (next & 0x7fL) << (7 * i);
      if (next >= 0) {
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw corrupt("a number takes more than " + maxBytes + " bytes");
  }

  private byte next() {
    if (position >= bytes.length) {
      throw corrupt("the bytes end early");
    }
    return bytes[position++];
  }

  private void skip(long length) {
    if (length < 0 || length > bytes.length - position) {
      throw corrupt(
          "a length of "
              + length
              + " does not fit the "
              + (bytes.length - position)
              + " bytes left");
    }
    position += (int) length;
  }

  private DecodingException corrupt(String what) {
    return failure(CORRUPT, what);
  }

  private DecodingException failure(DecodingReason reason, String what) {
    String where = field.isEmpty() ? "" : " in field " + field;
    return new DecodingException(
        reason, "Payload does not fit its schema at byte " + position + where + ": " + what + ".");
  }
}
