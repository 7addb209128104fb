package io.tidemark.registry;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whom to trust and who to be, by Kafka's {@code ssl.} settings. */
final class TlsSettings {

  private static final String PEM = "PEM";
  private static final String IDENTIFICATION = "ssl.endpoint.identification.algorithm";

  private TlsSettings() {}

  /** Returns the context that the settings describe, or null where there are none or bad ones. */
  static SSLContext read(SettingReader settings) {
    // the JDK's client always checks the host name; a setting that pretends otherwise would mislead
    settings.choice(IDENTIFICATION, "https", List.of("https"));
    KeyStore trust = store(settings, "ssl.truststore.", "certificates");
    Secret keyPassword = settings.secret("ssl.key.password");
    KeyStore keys = store(settings, "ssl.keystore.", "certificate.chain");
    if (trust == null && keys == null) {
      return null;
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(settings, keys, keyPassword), trustManagers(trust), null);
      return context;
    } catch (GeneralSecurityException e) {
      settings.problem("ssl.keystore.location", Secret.MASK, "must open: " + e.getMessage(), HINT);
      return null;
    }
  }

  private static final String HINT = "Check the file, its type and its passwords";

  private static KeyStore store(SettingReader settings, String prefix, String pemName) {
    String type = settings.choice(prefix + "type", "JKS", types());
    String location = settings.text(prefix + "location");
    Secret password = settings.secret(prefix + "password");
    String certificates = settings.text(prefix + pemName);
    Secret key = prefix.equals("ssl.keystore.") ? settings.secret(prefix + "key") : null;
    if (location == null && certificates == null) {
      return null;
    }
    try {
      return type.equals(PEM)
          ? KeyStores.open(location, certificates, key)
          : KeyStores.openFile(type, location, password);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      settings.problem(prefix + "location", location, "must open as " + type + ": " + e, HINT);
      return null;
    }
  }

  /** PEM, and whatever the security providers of this Java open. */
  private static Set<String> types() {
    Set<String> types = new TreeSet<>(Security.getAlgorithms("KeyStore"));
    types.add(PEM);
    return types;
  }

  private static TrustManager[] trustManagers(KeyStore trust) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trust);
    return factory.getTrustManagers();
  }

  private static KeyManager[] keyManagers(SettingReader settings, KeyStore keys, Secret keyPassword)
      throws GeneralSecurityException {
    if (keys == null) {
      return new KeyManager[0];
    }
    Secret storePassword = settings.secret("ssl.keystore.password");
    Secret password = keyPassword != null ? keyPassword : storePassword;
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, password == null ? new char[0] : password.chars());
    return factory.getKeyManagers();
  }
}
