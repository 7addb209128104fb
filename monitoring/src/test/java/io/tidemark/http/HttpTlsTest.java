package io.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with certificates that are read again when they change. */
class HttpTlsTest {
  private static final String PASSWORD = "password";

  @TempDir private Path folder;
  private final List<Boolean> reads = new CopyOnWriteArrayList<>();
  private final List<Refusal> refused = new CopyOnWriteArrayList<>();
  private TlsFiles files;

  /** A certificate and its key as PEM. */
  private record Pair(String certificate, String key) {}

  @BeforeEach
  void write() throws Exception {
    files = new TlsFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    write(pair("first", "RSA"));
  }

  private void write(Pair pair) throws Exception {
    Files.writeString(files.certificate(), pair.certificate());
    Files.writeString(files.key(), pair.key());
  }

  private Pair pair(String name, String algorithm) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-validity",
                "2",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes());
    assertThat(keytool.waitFor()).as(output).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return new Pair(
        pem("CERTIFICATE", keys.getCertificate(name).getEncoded()),
        pem("PRIVATE KEY", keys.getKey(name, PASSWORD.toCharArray()).getEncoded()));
  }

  private static String pem(String label, byte[] encoded) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(encoded), label);
  }

  private final class Hearing implements RequestListener {
    @Override
    public void answered(String route, int status, long nanos) {}

    @Override
    public void refused(Refusal refusal) {
      refused.add(refusal);
    }

    @Override
    public void certificateRead(boolean accepted) {
      reads.add(accepted);
    }
  }

  private HttpService server() {
    HttpSettings settings =
        HttpSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .with(new HttpEdge(ConnectionLimits.DEFAULT, OptionalInt.of(0), Optional.of(files)));
    return new HttpService(settings, () -> "x 1\n", List.of(), new Hearing()).start();
  }

  /** Asks over TLS; the name of the certificate and the status line. */
  private static String ask(HttpService server) throws Exception {
    SSLContext trusting = SSLContext.getInstance("TLS");
    trusting.init(null, new TrustManager[] {new Trusting()}, null);
    try (SSLSocket socket =
        (SSLSocket)
            trusting
                .getSocketFactory()
                .createSocket(server.address().getAddress(), server.address().getPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write("GET /metrics HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n".getBytes());
      String answer = new String(socket.getInputStream().readAllBytes());
      X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return certificate.getSubjectX500Principal().getName() + " " + answer.lines().findFirst();
    }
  }

  private static final class Trusting implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  void answersOverTlsAndHealthAloneWithout() throws Exception {
    try (HttpService server = server()) {
      assertThat(ask(server)).isEqualTo("CN=first Optional[HTTP/1.1 200 OK]");
      try (RawClient client = new RawClient(server.healthAddress().orElseThrow())) {
        assertThat(client.get("/health/live").answer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void plainHttpIsNotAnsweredAndCounted() throws Exception {
    try (HttpService server = server();
        RawClient client = new RawClient(server.address())) {
      client.get("/metrics");
      assertThat(client.isClosedByServer()).isTrue();
    }
    assertThat(refused).containsExactly(Refusal.MALFORMED);
  }

  @Test
  void changedFilesAreReadAgainWithoutARestart() throws Exception {
    try (TlsCertificates certificates = new TlsCertificates(files, new Hearing());
        HttpService server = server()) {
      assertThat(ask(server)).startsWith("CN=first");
      write(pair("second", "EC"));
      long deadline = System.nanoTime() + 60_000_000_000L;
      String answer = ask(server);
      while (answer.startsWith("CN=first")) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        answer = ask(server);
      }
      assertThat(answer).isEqualTo("CN=second Optional[HTTP/1.1 200 OK]");
      certificates.lookAgain();
      assertThat(reads).contains(true);
    }
  }

  @Test
  void halfChangedFilesChangeNothing() throws Exception {
    Pair first = new Pair(Files.readString(files.certificate()), Files.readString(files.key()));
    try (TlsCertificates certificates = new TlsCertificates(files, new Hearing())) {
      certificates.lookAgain();
      assertThat(reads).as("unchanged").isEmpty();
      Pair second = pair("second", "RSA");
      write(new Pair(second.certificate(), first.key()));
      certificates.lookAgain();
      assertThat(reads).containsExactly(false);
      write(second);
      certificates.lookAgain();
      assertThat(reads).containsExactly(false, true);
    }
  }

  @Test
  void filesThatAreNoneAreNamedAndNotShown() throws Exception {
    Files.writeString(files.key(), "-----BEGIN RSA PRIVATE KEY-----\nsecret\n");
    assertThatThrownBy(this::server)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tls.key")
        .hasMessageContaining("PKCS #8")
        .hasMessageNotContaining("secret");
    Files.writeString(files.certificate(), "");
    assertThatThrownBy(this::server).hasMessageContaining("tls.crt");
  }

  @Test
  void silentHandshakeIsCut() throws Exception {
    ConnectionLimits limits = ConnectionLimits.DEFAULT;
    ConnectionLimits quick =
        new ConnectionLimits(
            9, 9, java.time.Duration.ofMillis(300), limits.body(), limits.write(), limits.idle());
    HttpSettings settings =
        HttpSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .with(new HttpEdge(quick, OptionalInt.empty(), Optional.of(files)));
    try (HttpService server =
            new HttpService(settings, () -> "", List.of(), RequestListener.NONE).start();
        Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
      socket.setSoTimeout(20_000);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }
}
