package io.tidemark.store.feast;

import io.tidemark.store.ValueType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Values as {@code feast.types.Value}: one field is set, and it is written even when it is 0.
 *
 * <p>A row's own types are {@link Long} (int64), {@link Double}, {@link Boolean}, {@link String}
 * and lists of these. {@link Integer}, {@link Float} and {@link Instant} are there because other
 * writers use them.
 */
public final class FeastValue {
  private static final int STRING = 2;
  private static final int INT32 = 3;
  private static final int INT64 = 4;
  private static final int DOUBLE = 5;
  private static final int FLOAT = 6;
  private static final int BOOL = 7;
  private static final int UNIX_TIMESTAMP = 8;
  private static final int STRING_LIST = 12;
  private static final int INT64_LIST = 14;
  private static final int DOUBLE_LIST = 15;
  private static final int BOOL_LIST = 17;
  private static final int NULL = 19;

  /** The only field of each list message. */
  private static final int ELEMENT = 1;

  private static final int WIRE_BITS = 3;

  private FeastValue() {}

  /**
   * The bytes of a single value.
   *
   * @param value of a type above, no list; {@code null} for Feast's null
   * @throws IllegalArgumentException when the type is another
   */
  public static byte[] encode(Object value) {
    ProtoWriter message = new ProtoWriter(16);
    if (value == null) {
      message.tag(NULL, ProtoWriter.VARINT).varint(0);
    } else if (value instanceof Long number) {
      message.tag(INT64, ProtoWriter.VARINT).varint(number);
    } else if (value instanceof Double number) {
      message.tag(DOUBLE, ProtoWriter.FIXED64).fixed64(Double.doubleToRawLongBits(number));
    } else if (value instanceof String text) {
      message.tag(STRING, ProtoWriter.BYTES).bytes(text.getBytes(StandardCharsets.UTF_8));
    } else if (value instanceof Boolean flag) {
      message.tag(BOOL, ProtoWriter.VARINT).varint(flag ? 1 : 0);
    } else if (value instanceof Integer number) {
      message.tag(INT32, ProtoWriter.VARINT).varint(number);
    } else if (value instanceof Float number) {
      message.tag(FLOAT, ProtoWriter.FIXED32).fixed32(Float.floatToRawIntBits(number));
    } else if (value instanceof Instant instant) {
      message.tag(UNIX_TIMESTAMP, ProtoWriter.VARINT).varint(instant.getEpochSecond());
    } else {
      throw unsupported(value);
    }
    return message.bytes();
  }

  /**
   * The bytes of a list.
   *
   * @param type of the list: its elements do not say when there are none
   * @throws IllegalArgumentException when the type is no list's
   * @throws ClassCastException when an element has another type
   */
  public static byte[] encode(List<?> list, ValueType type) {
    ProtoWriter elements = new ProtoWriter(8 * list.size());
    if (type == ValueType.STRING_LIST) {
      for (Object text : list) {
        byte[] bytes = ((String) text).getBytes(StandardCharsets.UTF_8);
        elements.tag(ELEMENT, ProtoWriter.BYTES).bytes(bytes);
      }
    } else if (!list.isEmpty()) {
      elements.tag(ELEMENT, ProtoWriter.BYTES).bytes(packed(list, type));
    }
    ProtoWriter message = new ProtoWriter(8 + 8 * list.size());
    return message.tag(listField(type), ProtoWriter.BYTES).bytes(elements.bytes()).bytes();
  }

  private static int listField(ValueType type) {
    return switch (type) {
      case STRING_LIST -> STRING_LIST;
      case LONG_LIST -> INT64_LIST;
      case DOUBLE_LIST -> DOUBLE_LIST;
      case BOOLEAN_LIST -> BOOL_LIST;
      default ->
          throw new IllegalArgumentException(
              "Invalid type " + type + ": a list has a list's type. Correct the catalogue.");
    };
  }

  private static byte[] packed(List<?> list, ValueType type) {
    ProtoWriter packed = new ProtoWriter(8 * list.size());
    for (Object element : list) {
      switch (type) {
        case LONG_LIST -> packed.varint((Long) element);
        case BOOLEAN_LIST -> packed.varint((Boolean) element ? 1 : 0);
        default -> packed.fixed64(Double.doubleToRawLongBits(((Number) element).doubleValue()));
      }
    }
    return packed.bytes();
  }

  /**
   * The value that bytes stand for; {@code null} for Feast's null and for no bytes, which is how a
   * value that is not set looks.
   *
   * @throws IllegalArgumentException when the bytes are no value of a type above
   */
  public static Object decode(byte[] bytes) {
    ProtoReader message = new ProtoReader(bytes);
    return message.hasMore() ? decode(message, message.tag()) : null;
  }

  private static Object decode(ProtoReader message, int tag) {
    return switch (tag >>> WIRE_BITS) {
      case STRING -> message.text();
      case INT32 -> (int) message.varint();
      case INT64 -> message.varint();
      case DOUBLE -> Double.longBitsToDouble(message.fixed64());
      case FLOAT -> Float.intBitsToFloat(message.fixed32());
      case BOOL -> message.varint() != 0;
      case UNIX_TIMESTAMP -> Instant.ofEpochSecond(message.varint());
      case STRING_LIST, INT64_LIST, DOUBLE_LIST, BOOL_LIST ->
          list(message.message(), tag >>> WIRE_BITS);
      case NULL -> null;
      default ->
          throw new IllegalArgumentException(
              "Unknown field "
                  + (tag >>> WIRE_BITS)
                  + " of a Feast value: known are string, int32, int64, double, float, bool,"
                  + " unix_timestamp, null and lists of string, int64, double and bool."
                  + " Is the field written by something else?");
    };
  }

  private static List<Object> list(ProtoReader elements, int field) {
    List<Object> list = new ArrayList<>();
    while (elements.hasMore()) {
      elements.tag();
      if (field == STRING_LIST) {
        list.add(elements.text());
      } else {
        unpack(elements.message(), field, list);
      }
    }
    return Collections.unmodifiableList(list);
  }

  private static void unpack(ProtoReader packed, int field, List<Object> list) {
    while (packed.hasMore()) {
      list.add(
          switch (field) {
            case INT64_LIST -> (Object) packed.varint();
            case BOOL_LIST -> (Object) (packed.varint() != 0);
            default -> (Object) Double.longBitsToDouble(packed.fixed64());
          });
    }
  }

  private static IllegalArgumentException unsupported(Object value) {
    return new IllegalArgumentException(
        "Invalid value "
            + value
            + " of "
            + value.getClass().getName()
            + ": a Feast value is a string, number, boolean, instant or a list of these."
            + " Convert it first.");
  }
}
