package io.tidemark.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority and what it signed, as PEM files, made with the Java platform's keytool. */
final class TestCertificates {
  private static final String PASSWORD = "changeit";

  private final Path folder;
  private final Path store;

  TestCertificates(Path folder) {
    this.folder = folder;
    this.store = folder.resolve("keys.p12");
    generate("authority", "-ext", "bc:c");
  }

  /** Makes a key and a certificate that the authority signs. */
  void signed(String name, String... options) {
    List<String> all = new ArrayList<>(List.of("-signer", "authority"));
    all.addAll(List.of(options));
    generate(name, all.toArray(String[]::new));
  }

  /** Makes a key and a certificate that nobody signs. */
  void unsigned(String name) {
    generate(name, "-ext", "bc:c");
  }

  private void generate(String name, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", name, "-dname", "CN=" + name));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    command.addAll(List.of(options));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + " failed: " + output);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Path certificate(String name) {
    return pem(name + ".crt", "CERTIFICATE", keys -> keys.getCertificate(name).getEncoded());
  }

  Path key(String name) {
    return pem(
        name + ".key",
        "PRIVATE KEY",
        keys -> keys.getKey(name, PASSWORD.toCharArray()).getEncoded());
  }

  private Path pem(String file, String kind, Extraction extraction) {
    Base64.Encoder base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      String text = base64.encodeToString(extraction.of(keys));
      String pem = "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
      return Files.writeString(folder.resolve(file), pem);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Extraction {
    byte[] of(KeyStore keys) throws GeneralSecurityException;
  }
}
