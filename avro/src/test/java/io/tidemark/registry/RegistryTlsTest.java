package io.tidemark.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTlsTest {

  private static final String PASSWORD = "changeit";

  @TempDir private static Path home;
  private static RegistryServer server;
  private static RegistryServer mutual;

  @BeforeAll
  static void start() throws Exception {
    run(
        "-genkeypair",
        "-alias",
        "me",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=dns:localhost",
        "-keystore",
        "keys.p12");
    run("-exportcert", "-rfc", "-alias", "me", "-file", "cert.pem", "-keystore", "keys.p12");
    for (String type : List.of("JKS", "PKCS12")) {
      run(
          "-importcert",
          "-noprompt",
          "-alias",
          "me",
          "-file",
          "cert.pem",
          "-storetype",
          type,
          "-keystore",
          "trust." + type);
    }
    writeKeyAsPem();
    server = RegistryServer.secure(context(false), false);
    mutual = RegistryServer.secure(context(true), true);
  }

  @AfterAll
  static void stop() {
    server.close();
    mutual.close();
  }

  @Test
  void unknownCertificateIsRefused() {
    assertThatThrownBy(() -> ask(server, Map.of()))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("certificat");
  }

  @Test
  void trustStoresOfEachTypeAreUnderstood() {
    for (String type : List.of("JKS", "PKCS12")) {
      assertThat(ask(server, trust("trust." + type, type))).isEqualTo(1);
    }
  }

  @Test
  void trustMayBePemInAFileOrInline() throws Exception {
    String pem = Files.readString(home.resolve("cert.pem"));

    assertThat(
            ask(
                server,
                Map.of("ssl.truststore.type", "PEM", "ssl.truststore.location", file("cert.pem"))))
        .isEqualTo(1);
    assertThat(
            ask(server, Map.of("ssl.truststore.type", "PEM", "ssl.truststore.certificates", pem)))
        .isEqualTo(1);
  }

  @Test
  void serverThatAsksWhoWeAreIsToldByStoreOrPem() throws Exception {
    Map<String, String> store = new HashMap<>(trust("trust.JKS", "JKS"));
    store.putAll(
        Map.of(
            "ssl.keystore.type",
            "PKCS12",
            "ssl.keystore.location",
            file("keys.p12"),
            "ssl.keystore.password",
            PASSWORD));
    Map<String, String> pem = new HashMap<>(trust("trust.JKS", "JKS"));
    pem.putAll(
        Map.of(
            "ssl.keystore.type",
            "PEM",
            "ssl.keystore.certificate.chain",
            Files.readString(home.resolve("cert.pem")),
            "ssl.keystore.key",
            Files.readString(home.resolve("key.pem"))));

    assertThat(ask(mutual, store)).isEqualTo(1);
    assertThat(ask(mutual, pem)).isEqualTo(1);
    assertThatThrownBy(() -> ask(mutual, trust("trust.JKS", "JKS")))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void deadFirstAddressFailsOverWithTheSameCertificate() throws IOException {
    Map<String, String> settings = new HashMap<>(trust("trust.PKCS12", "PKCS12"));
    settings.put("schema.registry.ssl.keystore.type", "PKCS12");
    settings.put("schema.registry.ssl.keystore.location", file("keys.p12"));
    settings.put("schema.registry.ssl.keystore.password", PASSWORD);
    String dead;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      dead = "https://localhost:" + socket.getLocalPort();
    }

    assertThat(ask(dead + "," + mutual.url(), settings)).isEqualTo(1);
  }

  @Test
  void storeOfATypeThatNobodyOpensIsASettingsProblem() {
    Map<String, String> settings = trust("trust.JKS", "BKS");

    assertThatThrownBy(() -> ask(server, settings))
        .isInstanceOf(RegistrySettingsException.class)
        .hasMessageContaining("ssl.truststore.type")
        .hasMessageContaining("PKCS12");
  }

  @Test
  void wrongPasswordIsASettingsProblem() {
    Map<String, String> settings = new HashMap<>(trust("trust.JKS", "JKS"));
    settings.put("ssl.truststore.password", "hunter2");

    assertThatThrownBy(() -> ask(server, settings))
        .isInstanceOf(RegistrySettingsException.class)
        .hasMessageContaining("ssl.truststore.location")
        .message()
        .doesNotContain("hunter2");
  }

  private static int ask(RegistryServer server, Map<String, String> settings) {
    return ask(server.url(), settings);
  }

  private static int ask(String url, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("schema.registry.url", url);
    all.put("max.retries", "0");
    try (SchemaRegistry registry = new HttpSchemaRegistry(all)) {
      return registry.register("s", SchemaRegistryContract.v1());
    }
  }

  private static Map<String, String> trust(String name, String type) {
    return Map.of(
        "ssl.truststore.location", file(name),
        "ssl.truststore.type", type,
        "ssl.truststore.password", PASSWORD);
  }

  private static String file(String name) {
    return home.resolve(name).toString();
  }

  private static SSLContext context(boolean trustClients) throws Exception {
    KeyStore keys = keys();
    KeyManagerFactory mine = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    mine.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory theirs =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("me", keys.getCertificate("me"));
    theirs.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(mine.getKeyManagers(), trustClients ? theirs.getTrustManagers() : null, null);
    return context;
  }

  private static void writeKeyAsPem() throws Exception {
    byte[] key = keys().getKey("me", PASSWORD.toCharArray()).getEncoded();
    String text = Base64.getMimeEncoder().encodeToString(key);
    Files.writeString(
        home.resolve("key.pem"),
        "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
  }

  private static KeyStore keys() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(home.resolve("keys.p12"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static void run(String... arguments) throws Exception {
    ProcessBuilder keytool = new ProcessBuilder();
    keytool.command().add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    keytool.command().addAll(List.of(arguments));
    keytool.command().addAll(List.of("-storepass", PASSWORD, "-validity", "2"));
    Process process = keytool.directory(home.toFile()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }
}
