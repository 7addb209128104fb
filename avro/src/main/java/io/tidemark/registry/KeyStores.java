package io.tidemark.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens key stores, from their own file formats or from PEM text. */
final class KeyStores {

  private static final Pattern CERTIFICATE = block("CERTIFICATE");
  private static final Pattern PRIVATE_KEY = block("PRIVATE KEY");
  private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "Ed25519", "Ed448");

  private KeyStores() {}

  static KeyStore openFile(String type, String location, Secret password)
      throws IOException, GeneralSecurityException {
    if (location == null) {
      throw new IllegalArgumentException("PEM text is given, so the type must be PEM");
    }
    KeyStore store = KeyStore.getInstance(type);
    try (InputStream in = Files.newInputStream(Path.of(location))) {
      store.load(in, password == null ? null : password.chars());
    }
    return store;
  }

  /** A store of the certificates in a file or a text, with the private key if there is one. */
  static KeyStore open(String location, String certificates, Secret key)
      throws IOException, GeneralSecurityException {
    String text = location == null ? certificates : Files.readString(Path.of(location), US_ASCII);
    Certificate[] chain = certificates(text);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Matcher keyBlock = PRIVATE_KEY.matcher(key == null ? text : key.reveal());
    if (keyBlock.find()) {
      store.setKeyEntry("key", privateKey(decode(keyBlock)), new char[0], chain);
      return store;
    }
    if (key != null || text.contains("PRIVATE KEY")) {
      throw new IllegalArgumentException("the key must be PKCS#8, not encrypted");
    }
    for (int i = 0; i < chain.length; i++) {
      store.setCertificateEntry("certificate-" + i, chain[i]);
    }
    return store;
  }

  private static Certificate[] certificates(String text) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Certificate> found = new ArrayList<>();
    Matcher block = CERTIFICATE.matcher(text);
    while (block.find()) {
      found.add(factory.generateCertificate(new ByteArrayInputStream(decode(block))));
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException("there is no certificate in it");
    }
    return found.toArray(Certificate[]::new);
  }

  private static PrivateKey privateKey(byte[] encoded) throws GeneralSecurityException {
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        // a key of another algorithm: PKCS#8 is only told apart by trying
      }
    }
    throw new IllegalArgumentException("the key must be of one of " + KEY_ALGORITHMS);
  }

  private static byte[] decode(Matcher block) {
    return Base64.getMimeDecoder().decode(block.group(1));
  }

  private static Pattern block(String name) {
    return Pattern.compile("-----BEGIN " + name + "-----([^-]+)-----END " + name + "-----");
  }
}
