package io.tidemark.store.redis;

import java.nio.file.Path;

/**
 * How to trust a server with a {@code rediss://} URL, and how it trusts us. Certificates and key
 * are PEM files, the key in PKCS #8 without a password. The server's certificate is always checked
 * against the authorities.
 *
 * @param authorities certificates of the authorities that sign servers; {@code null} for those the
 *     Java platform trusts
 * @param certificate ours, with its chain; {@code null} when the server asks for none
 * @param key of our certificate; {@code null} without one
 * @param verifyHostname whether the certificate must name the host of the URL
 */
public record RedisTls(Path authorities, Path certificate, Path key, boolean verifyHostname) {

  /** The platform's authorities, no certificate of ours, host names verified. */
  public static final RedisTls PLATFORM = new RedisTls(null, null, null, true);

  public RedisTls {
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException(
          "Invalid TLS settings: certificate "
              + certificate
              + " and key "
              + key
              + " belong together. Give both or none.");
    }
  }
}
