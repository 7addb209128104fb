package io.tidemark.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Names that users give, as parts of the names of a graph's nodes, stores and topics. */
public final class GraphNames {
  /** Kafka allows 249 characters, of which the application's id and what a part does take some. */
  private static final int MOST = 100;

  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1," + MOST + "}");
  private static final int HASH_BYTES = 6;

  private GraphNames() {}

  /**
   * A name as it is, where Kafka allows it; otherwise what it allows of it, and a hash, so that two
   * names stay two.
   */
  public static String of(String name) {
    if (LEGAL.matcher(name).matches()) {
      return name;
    }
    String legal = name.replaceAll("[^A-Za-z0-9._-]", "_");
    return legal.substring(0, Math.min(legal.length(), MOST - 2 * HASH_BYTES - 1))
        + "."
        + hash(name);
  }

  private static String hash(String name) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
