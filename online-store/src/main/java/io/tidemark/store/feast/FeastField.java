package io.tidemark.store.feast;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.MurmurHash3;

/** The names of the fields of an entity's hash. */
public final class FeastField {
  /** Length of a feature's field name in bytes; no other field may have it. */
  public static final int HASH_BYTES = Integer.BYTES;

  private FeastField() {}

  /** The field of a feature: Murmur3 (x86, 32 bits, seed 0) of {@code <view>:<feature>}. */
  public static int hash(String view, String feature) {
    byte[] name = (view + ":" + feature).getBytes(StandardCharsets.UTF_8);
    return MurmurHash3.hash32x86(name, 0, name.length, 0);
  }

  /** The four bytes of a hash, little-endian. */
  public static byte[] bytes(int hash) {
    return ByteBuffer.allocate(HASH_BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(hash).array();
  }

  /**
   * The hash that four bytes stand for.
   *
   * @throws java.nio.BufferUnderflowException when they are fewer
   */
  public static int hash(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  /** The field of a view's event time, which is not hashed. */
  public static byte[] timestamp(String view) {
    return timestampName(view).getBytes(StandardCharsets.UTF_8);
  }

  /** The name of the field of a view's event time. */
  public static String timestampName(String view) {
    return "_ts:" + view;
  }
}
