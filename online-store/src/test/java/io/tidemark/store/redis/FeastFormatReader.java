package io.tidemark.store.redis;

import io.lettuce.core.api.sync.RedisCommands;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads Feast's online store on Redis from the description of the format alone: it shares no code
 * with the store, its hash function and its protobuf included.
 */
final class FeastFormatReader {
  private static final long MASK = 0xFFFFFFFFL;
  private static final Map<Integer, String> LISTS =
      Map.of(12, "string", 14, "varint", 15, "double", 17, "bool");

  private final RedisCommands<byte[], byte[]> redis;

  FeastFormatReader(RedisCommands<byte[], byte[]> redis) {
    this.redis = redis;
  }

  /** The value of a feature, {@code null} when it is not set. */
  Object value(String project, Map<String, Object> joinKeys, String view, String feature) {
    long hash = murmur((view + ":" + feature).getBytes(StandardCharsets.UTF_8));
    byte[] held = redis.hget(key(project, joinKeys), unsigned(hash, 4));
    return held == null || held.length == 0 ? null : value(held);
  }

  /** Event time of a view in nanoseconds, {@code null} when there is none. */
  BigInteger eventTimeNanos(String project, Map<String, Object> joinKeys, String view) {
    byte[] field = ("_ts:" + view).getBytes(StandardCharsets.UTF_8);
    byte[] held = redis.hget(key(project, joinKeys), field);
    if (held == null) {
      return null;
    }
    Map<Integer, BigInteger> fields = new TreeMap<>();
    for (int[] at = {0}; at[0] < held.length; ) {
      int field1 = number(held, at).intValueExact() / 8;
      fields.put(field1, number(held, at));
    }
    BigInteger seconds = fields.getOrDefault(1, BigInteger.ZERO);
    return seconds
        .multiply(BigInteger.valueOf(1_000_000_000))
        .add(fields.getOrDefault(2, BigInteger.ZERO));
  }

  static byte[] key(String project, Map<String, Object> joinKeys) {
    ByteArrayOutputStream key = new ByteArrayOutputStream();
    key.writeBytes(unsigned(joinKeys.size(), 4));
    // Names of the tests are ASCII, whose order is that of their bytes.
    Map<String, Object> sorted = new TreeMap<>(joinKeys);
    for (String name : sorted.keySet()) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      key.writeBytes(unsigned(2, 4));
      key.writeBytes(unsigned(bytes.length, 4));
      key.writeBytes(bytes);
    }
    for (Object value : sorted.values()) {
      boolean text = value instanceof String;
      byte[] bytes =
          text ? ((String) value).getBytes(StandardCharsets.UTF_8) : unsigned((Long) value, 8);
      key.writeBytes(unsigned(text ? 2 : 4, 4));
      key.writeBytes(unsigned(bytes.length, 4));
      key.writeBytes(bytes);
    }
    key.writeBytes(project.getBytes(StandardCharsets.UTF_8));
    return key.toByteArray();
  }

  private static byte[] unsigned(long number, int bytes) {
    byte[] little = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      little[i] = (byte) (number >> 8 * i);
    }
    return little;
  }

  private static Object value(byte[] held) {
    int[] at = {0};
    int field = number(held, at).intValueExact() / 8;
    return switch (field) {
      case 2 -> text(held, at);
      case 4 -> number(held, at).longValue();
      case 5 -> real(held, at);
      case 7 -> number(held, at).signum() != 0;
      default -> list(held, at, LISTS.get(field));
    };
  }

  private static List<Object> list(byte[] held, int[] at, String kind) {
    int end = number(held, at).intValueExact() + at[0];
    List<Object> list = new ArrayList<>();
    while (at[0] < end) {
      if (number(held, at).intValueExact() != 10) {
        throw new AssertionError("field 1 with a length was expected at " + at[0]);
      }
      if (kind.equals("string")) {
        list.add(text(held, at));
        continue;
      }
      int stop = number(held, at).intValueExact() + at[0];
      while (at[0] < stop) {
        list.add(
            switch (kind) {
              case "double" -> (Object) real(held, at);
              case "bool" -> (Object) (number(held, at).signum() != 0);
              default -> (Object) number(held, at).longValue();
            });
      }
    }
    return list;
  }

  private static String text(byte[] held, int[] at) {
    int length = number(held, at).intValueExact();
    at[0] += length;
    return new String(held, at[0] - length, length, StandardCharsets.UTF_8);
  }

  private static double real(byte[] held, int[] at) {
    BigInteger bits = BigInteger.ZERO;
    for (int i = 7; i >= 0; i--) {
      bits = bits.shiftLeft(8).or(BigInteger.valueOf(held[at[0] + i] & 0xFF));
    }
    at[0] += 8;
    return Double.longBitsToDouble(bits.longValue());
  }

  private static BigInteger number(byte[] held, int[] at) {
    BigInteger number = BigInteger.ZERO;
    for (int shift = 0; ; shift += 7) {
      byte next = held[at[0]++];
      number = number.or(BigInteger.valueOf(next & 0x7F).shiftLeft(shift));
      if (next >= 0) {
        return number;
      }
    }
  }

  /** Murmur3 for 32-bit results, seed 0, in 64-bit arithmetic. */
  private static long murmur(byte[] data) {
    long hash = 0;
    int whole = data.length / 4 * 4;
    for (int i = 0; i < whole; i += 4) {
      hash ^= scramble(word(data, i, 4));
      hash = rotate(hash, 13) * 5 + 0xe6546b64L & MASK;
    }
    hash ^= scramble(word(data, whole, data.length - whole));
    hash ^= data.length;
    hash = (hash ^ hash >> 16) * 0x85ebca6bL & MASK;
    hash = (hash ^ hash >> 13) * 0xc2b2ae35L & MASK;
    return hash ^ hash >> 16;
  }

  private static long scramble(long word) {
    return rotate(word * 0xcc9e2d51L & MASK, 15) * 0x1b873593L & MASK;
  }

  private static long word(byte[] data, int start, int count) {
    long word = 0;
    for (int i = 0; i < count; i++) {
      word |= (data[start + i] & 0xFFL) << 8 * i;
    }
    return word;
  }

  private static long rotate(long number, int bits) {
    return (number << bits | number >> 32 - bits) & MASK;
  }
}
