package io.tidemark.erasure;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import java.util.UUID;

/**
 * That a request is about an entity, as a key of few bytes without a value, in the order of weeks,
 * then of entities.
 *
 * <pre>
 * week:2  entity:8  0 request id | 1 its UUID:16
 * </pre>
 *
 * @param week when it was noted, in whole weeks since the Unix epoch, in [0, 65,535]
 * @param entity the first eight bytes of the hash of the entity's name: that one of a thousand
 *     million others has the same is once in 18 thousand million
 * @param requestId identity of the request
 */
record RequestRow(int week, long entity, String requestId) {
  static final int MAX_WEEK = 0xffff;
  private static final int TEXT = 0;
  private static final int UUID_FORM = 1;
  private static final int UUID_LENGTH = 36;

  byte[] key() {
    ByteWriter out = new ByteWriter(32).octet(week >>> 8).octet(week & 0xff).fixed64(entity);
    UUID uuid = uuid(requestId);
    return uuid == null
        ? out.octet(TEXT).text(requestId).toByteArray()
        : out.octet(UUID_FORM)
            .fixed64(uuid.getMostSignificantBits())
            .fixed64(uuid.getLeastSignificantBits())
            .toByteArray();
  }

  /** Only what is spelled the usual way: each request has one row. */
  private static UUID uuid(String text) {
    if (text.length() != UUID_LENGTH) {
      return null;
    }
    try {
      UUID uuid = UUID.fromString(text);
      return uuid.toString().equals(text) ? uuid : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * The row of a key.
   *
   * @throws FormatException when the bytes are no such key
   */
  static RequestRow of(byte[] key) {
    ByteReader in = new ByteReader("request of an entity", key);
    int week = in.octet() << 8 | in.octet();
    long entity = in.fixed64();
    int form = in.octet();
    String requestId =
        switch (form) {
          case TEXT -> in.text();
          case UUID_FORM -> new UUID(in.fixed64(), in.fixed64()).toString();
          default -> throw in.damaged("unknown form " + form);
        };
    in.expectEnd();
    return new RequestRow(week, entity, requestId);
  }

  /** A key that is not behind any of a week. */
  static byte[] from(int week) {
    return new byte[] {(byte) (week >>> 8), (byte) week};
  }

  /** A key that is not behind any of an entity in a week. */
  static byte[] from(int week, long entity) {
    return new ByteWriter(16).octet(week >>> 8).octet(week & 0xff).fixed64(entity).toByteArray();
  }
}
