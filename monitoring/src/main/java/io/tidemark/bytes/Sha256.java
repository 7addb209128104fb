package io.tidemark.bytes;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash by which contents are told from others. Stateless and thread-safe. */
public final class Sha256 {
  private Sha256() {}

  /** A hash of nothing yet, for one thread. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
