package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * Keys with self-signed certificates as PEM files, made with the Java platform's keytool. The
 * certificates are their own authorities.
 */
final class TestKeys {
  private static final String PASSWORD = "changeit";

  private final Path folder;

  TestKeys(Path folder) {
    this.folder = folder;
  }

  /** Makes the key {@code <name>.key} and the certificate {@code <name>.crt} of 127.0.0.1. */
  void make(String name) throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve(name + ".p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-validity",
            "2",
            "-alias",
            name,
            "-dname",
            "CN=" + name,
            "-ext",
            "san=ip:127.0.0.1",
            "-ext",
            "bc:c",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD);
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException(command + " failed: " + output);
    }
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      Key key = keys.getKey(name, PASSWORD.toCharArray());
      pem(key(name), "PRIVATE KEY", key.getEncoded());
      pem(certificate(name), "CERTIFICATE", keys.getCertificate(name).getEncoded());
    }
  }

  Path key(String name) {
    return folder.resolve(name + ".key");
  }

  Path certificate(String name) {
    return folder.resolve(name + ".crt");
  }

  /** One file with both certificates. */
  Path bundle(String one, String other) throws IOException {
    String both = Files.readString(certificate(one)) + Files.readString(certificate(other));
    return Files.writeString(folder.resolve("bundle.crt"), both);
  }

  private static void pem(Path file, String kind, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder(64, "\n".getBytes(UTF_8)).encodeToString(content);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }
}
