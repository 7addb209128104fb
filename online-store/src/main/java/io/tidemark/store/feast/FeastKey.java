package io.tidemark.store.feast;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The Redis key of an entity: its join keys, sorted by name, then the project as an unframed
 * suffix. All integers are 32 bits, little-endian.
 */
public final class FeastKey {
  private static final int STRING = 2;
  private static final int INT32 = 3;
  private static final int INT64 = 4;
  private static final Comparator<Part> BY_NAME =
      Comparator.comparing(Part::nameBytes, Arrays::compareUnsigned);

  private FeastKey() {}

  /**
   * A join key and its value. The type is a part of the key: 7 as INT32 and 7 as INT64 are two
   * keys.
   *
   * @param name of the join key
   * @param value a {@link String}, a {@link Long} (INT64) or an {@link Integer} (INT32)
   */
  public record Part(String name, Object value) {
    private byte[] nameBytes() {
      return name.getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * The key's bytes.
   *
   * @param project any text
   * @param parts in any order; none for features that belong to no entity
   * @throws IllegalArgumentException when a value has another type
   */
  public static byte[] encode(String project, List<Part> parts) {
    List<Part> sorted = parts.size() < 2 ? parts : parts.stream().sorted(BY_NAME).toList();
    ByteArrayOutputStream key = new ByteArrayOutputStream(64);
    putInt(key, sorted.size());
    for (Part part : sorted) {
      putFramed(key, STRING, part.nameBytes());
    }
    for (Part part : sorted) {
      putValue(key, part);
    }
    key.writeBytes(project.getBytes(StandardCharsets.UTF_8));
    return key.toByteArray();
  }

  /**
   * Whether the key is of this project, and of types that {@link #encode} writes. That it ends with
   * the project's name does not say so: another's name may end alike.
   */
  public static boolean isOf(String project, byte[] key) {
    ByteBuffer left = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
    if (left.remaining() < Integer.BYTES) {
      return false;
    }
    long framed = 2L * left.getInt();
    while (framed > 0 && skipFramed(left)) {
      framed--;
    }
    return framed == 0 && left.equals(ByteBuffer.wrap(project.getBytes(StandardCharsets.UTF_8)));
  }

  private static boolean skipFramed(ByteBuffer left) {
    if (left.remaining() < 2 * Integer.BYTES) {
      return false;
    }
    int type = left.getInt();
    int length = left.getInt();
    boolean fits = type >= STRING && type <= INT64 && length >= 0 && length <= left.remaining();
    left.position(left.position() + (fits ? length : 0));
    return fits;
  }

  private static void putValue(ByteArrayOutputStream key, Part part) {
    if (part.value() instanceof String text) {
      putFramed(key, STRING, text.getBytes(StandardCharsets.UTF_8));
    } else if (part.value() instanceof Long number) {
      putFramed(key, INT64, littleEndian(Long.BYTES).putLong(number).array());
    } else if (part.value() instanceof Integer number) {
      putFramed(key, INT32, littleEndian(Integer.BYTES).putInt(number).array());
    } else {
      throw new IllegalArgumentException(
          "Invalid value "
              + part.value()
              + " of join key "
              + part.name()
              + ": Feast has keys of string, int32 and int64. Use the value's text.");
    }
  }

  private static void putFramed(ByteArrayOutputStream key, int type, byte[] bytes) {
    putInt(key, type);
    putInt(key, bytes.length);
    key.writeBytes(bytes);
  }

  private static void putInt(ByteArrayOutputStream key, int number) {
    key.writeBytes(littleEndian(Integer.BYTES).putInt(number).array());
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
