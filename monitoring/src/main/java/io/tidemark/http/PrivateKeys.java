package io.tidemark.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Private keys as they stand in PEM files. */
final class PrivateKeys {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([\\sA-Za-z0-9+/=]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private PrivateKeys() {}

  /**
   * Reads a key in PKCS #8.
   *
   * @throws GeneralSecurityException when there is none; says nothing of what is there
   */
  static PrivateKey read(byte[] pem) throws GeneralSecurityException {
    Matcher found = PEM.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    if (!found.find()) {
      throw new GeneralSecurityException(
          "there is no 'BEGIN PRIVATE KEY' in the key file (`openssl pkcs8 -topk8 -nocrypt` makes one)");
    }
    PKCS8EncodedKeySpec encoded =
        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1)));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException e) {
        continue; // of another algorithm
      }
    }
    throw new GeneralSecurityException("the key is of none of " + ALGORITHMS);
  }

  /** A way to sign with such a key. */
  static String signature(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> "EdDSA";
    };
  }
}
