package io.tidemark.monitoring.drift.bins;

import io.tidemark.bytes.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;

/**
 * A SHA-256 over typed parts, cut to 128 bits. Every part carries its length, so that no two
 * different sequences of parts give the same bytes. Not thread-safe.
 */
public final class ContentHash {

  private static final int HASH_BYTES = 16;

  private final MessageDigest digest;

  /**
   * A hash of no parts yet.
   *
   * @param domain what is hashed, and the version of how: others have other hashes
   */
  public ContentHash(String domain) {
    this.digest = Sha256.digest();
    add(domain);
  }

  /** Adds a text, as UTF-8. */
  public ContentHash add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    digest.update(bytes);
    return this;
  }

  /** Adds a whole number. */
  public ContentHash add(long value) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    return this;
  }

  /** Adds numbers with how many they are; every NaN is the same. */
  public ContentHash add(double... values) {
    add(values.length);
    for (double value : values) {
      add(Double.doubleToLongBits(value));
    }
    return this;
  }

  /** Adds texts in their order, with how many they are. */
  public ContentHash add(Collection<String> texts) {
    add(texts.size());
    texts.forEach(this::add);
    return this;
  }

  /** Of all parts: 32 hexadecimal digits. To be asked for once, at the end. */
  public String hex() {
    return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), HASH_BYTES));
  }
}
