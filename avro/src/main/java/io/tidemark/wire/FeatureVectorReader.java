package io.tidemark.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.avro.FeatureVector;
import io.tidemark.avro.VectorStatus;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Reads vectors as our own writer writes them by the schema that this version was compiled with: in
 * one pass over the bytes, without asking the schema what comes next, and without a new string for
 * names that every vector has.
 *
 * <p>Of anything else, corrupt bytes as well as lawful ones such as a map in several blocks, it
 * says that it is not for it; what they are is for Avro's own reader to say. What it does read
 * equals what that one reads. Not thread-safe.
 */
final class FeatureVectorReader implements Shortcut<FeatureVector> {
  private static final Schema COMPILED =
      StringTypes.withoutJavaStrings(FeatureVector.getClassSchema());
  private static final VectorStatus[] STATUSES = VectorStatus.values();
  private static final VarHandle DOUBLES =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  /** Record, map, union, list, union, value. */
  private static final int DEPTH = 6;

  private static final int MAX_INT_BYTES = 5;
  private static final int MAX_LONG_BYTES = 10;

  private final NameCache names = new NameCache();
  private byte[] bytes;
  private int at;

  /** Whether this schema is the one of the vectors read here. */
  static boolean reads(Schema writer) {
    return StringTypes.withoutJavaStrings(writer).equals(COMPILED);
  }

  @Override
  public FeatureVector read(byte[] value, int offset, DecodingLimits limits) {
    return keepsTo(limits, value.length - offset) ? read(value, offset) : null;
  }

  /** Whether all that is read here does: a vector has no more items than bytes. */
  private static boolean keepsTo(DecodingLimits limits, int payloadBytes) {
    return limits.maxDepth() >= DEPTH && payloadBytes <= limits.maxItems();
  }

  private FeatureVector read(byte[] value, int offset) {
    bytes = value;
    at = offset;
    try {
      FeatureVector vector = vector();
      return at == value.length ? vector : null;
    } catch (IndexOutOfBoundsException e) {
      return null;
    }
  }

  /** The arguments are in the order of the schema's fields, in which Java evaluates them. */
  private FeatureVector vector() {
    return new FeatureVector(
        name(),
        name(),
        string(),
        strings(),
        values(),
        number(),
        Instant.ofEpochMilli(number()),
        instant(),
        STATUSES[index(STATUSES.length)],
        strings(),
        instant(),
        instant(),
        number(),
        versions());
  }

  private Instant instant() {
    return index(2) == 0 ? null : Instant.ofEpochMilli(number());
  }

  private List<String> strings() {
    int count = count();
    List<String> strings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      strings.add(name());
    }
    endOfBlocks(count);
    return strings;
  }

  private Map<String, Object> values() {
    int count = count();
    Map<String, Object> values = new LinkedHashMap<>(capacity(count));
    for (int i = 0; i < count; i++) {
      values.put(name(), value());
    }
    endOfBlocks(count);
    return values;
  }

  private Map<String, Integer> versions() {
    int count = count();
    Map<String, Integer> versions = new LinkedHashMap<>(capacity(count));
    for (int i = 0; i < count; i++) {
      versions.put(name(), smallNumber());
    }
    endOfBlocks(count);
    return versions;
  }

  private static int capacity(int entries) {
    return (int) (entries * 4L / 3) + 1;
  }

  private Object value() {
    int branch = index(6);
    return switch (branch) {
      case 0 -> null;
      case 5 -> list();
      default -> single(branch - 1);
    };
  }

  private List<Object> list() {
    int count = count();
    List<Object> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(single(index(4)));
    }
    endOfBlocks(count);
    return list;
  }

  private Object single(int type) {
    return switch (type) {
      case 0 -> number();
      case 1 -> decimal();
      case 2 -> string();
      default -> truth();
    };
  }

  private Double decimal() {
    double number = (double) DOUBLES.get(bytes, at);
    at += Double.BYTES;
    return number;
  }

  private Boolean truth() {
    byte read = bytes[at++];
    if (read != 0 && read != 1) {
      throw notForUs();
    }
    return read == 1;
  }

  private String name() {
    int length = count();
    String name = names.name(bytes, at, length);
    at += length;
    return name;
  }

  private String string() {
    int length = count();
    String string = new String(bytes, at, length, UTF_8);
    at += length;
    return string;
  }

  /** The items of one block, or the length of a string: no more than there are bytes left. */
  private int count() {
    long count = number();
    if (count < 0 || count > bytes.length - at) {
      throw notForUs();
    }
    return (int) count;
  }

  /** A block of items is followed by an empty one, an empty one by nothing. */
  private void endOfBlocks(int count) {
    if (count > 0 && bytes[at++] != 0) {
      throw notForUs();
    }
  }

  private int index(int size) {
    int doubled = bytes[at++];
    if (doubled < 0 || (doubled & 1) != 0 || doubled >= 2 * size) {
      throw notForUs();
    }
    return doubled >> 1;
  }

  private int smallNumber() {
    int start = at;
    long number = number();
    if (number != (int) number || at - start > MAX_INT_BYTES) {
      throw notForUs();
    }
    return (int) number;
  }

  private long number() {
    long raw = 0;
    for (int shift = 0; shift < 7 * MAX_LONG_BYTES; shift += 7) {
      byte next = bytes[at++];
      raw |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw notForUs();
  }

  private static IndexOutOfBoundsException notForUs() {
    return new IndexOutOfBoundsException("not as our own writer writes it");
  }
}
