package io.tidemark.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that connections are opened with. Its files are read again when they have
 * changed; until both fit each other the certificate from before stays. Connections that are open
 * keep theirs. Thread-safe.
 */
final class TlsCertificates implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);
  private static final long LOOK_SECONDS = 5;

  private final TlsFiles files;
  private final RequestListener listener;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "http-certificates");
            thread.setDaemon(true);
            return thread;
          });
  private volatile SslContext context;
  private byte[] certificate;
  private byte[] key;

  /**
   * Reads the files and looks at them again from now on.
   *
   * @throws IllegalArgumentException when they are no certificate and its key
   */
  TlsCertificates(TlsFiles files, RequestListener listener) {
    this.files = files;
    this.listener = listener;
    try {
      read();
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      clock.shutdown();
      throw new IllegalArgumentException(
          "Cannot use certificate %s with key %s: %s. Both are PEM, the key PKCS #8 without a password"
              .formatted(files.certificate(), files.key(), e.getMessage()),
          e);
    }
    clock.scheduleWithFixedDelay(this::lookAgain, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** The handler of a new connection; its handshake has to be over within the deadline. */
  ChannelHandler handler(Channel channel, Duration deadline) {
    SslHandler handler = context.newHandler(channel.alloc());
    handler.setHandshakeTimeoutMillis(deadline.toMillis());
    return handler;
  }

  /** Reads the files when they are others than before. Content counts: links are swapped too. */
  synchronized void lookAgain() {
    try {
      if (read()) {
        LOG.info("Read certificate {} again", files.certificate());
        listener.certificateRead(true);
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      LOG.warn(
          "Certificate {} and key {} cannot be used, and those from before stay: {}",
          files.certificate(),
          files.key(),
          e.getMessage());
      listener.certificateRead(false);
    }
  }

  private synchronized boolean read() throws IOException, GeneralSecurityException {
    byte[] newCertificate = Files.readAllBytes(files.certificate());
    byte[] newKey = Files.readAllBytes(files.key());
    if (Arrays.equals(newCertificate, certificate) && Arrays.equals(newKey, key)) {
      return false;
    }
    context = opened(newCertificate, newKey);
    certificate = newCertificate;
    key = newKey;
    return true;
  }

  private static SslContext opened(byte[] certificate, byte[] key)
      throws IOException, GeneralSecurityException {
    X509Certificate[] chain = chain(certificate);
    PrivateKey privateKey = PrivateKeys.read(key);
    requireMatch(privateKey, chain[0]);
    return SslContextBuilder.forServer(privateKey, chain)
        .sslProvider(SslProvider.JDK)
        .protocols("TLSv1.3", "TLSv1.2")
        .build();
  }

  private static X509Certificate[] chain(byte[] pem) throws GeneralSecurityException {
    Collection<?> found =
        CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
    if (found.isEmpty()) {
      throw new GeneralSecurityException("there is no certificate in it");
    }
    return found.toArray(X509Certificate[]::new);
  }

  /** The two files change one after the other: between, they do not fit. */
  private static void requireMatch(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    byte[] probe = {1, 2, 3};
    Signature signature = Signature.getInstance(PrivateKeys.signature(key));
    signature.initSign(key);
    signature.update(probe);
    byte[] signed = signature.sign();
    if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
      throw new GeneralSecurityException("the key is not that of the certificate");
    }
    signature.initVerify(certificate.getPublicKey());
    signature.update(probe);
    if (!signature.verify(signed)) {
      throw new GeneralSecurityException("the key is not that of the certificate");
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
