package io.tidemark.store.redis;

import static io.tidemark.store.redis.StoreProbe.done;
import static io.tidemark.store.redis.StoreProbe.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.FeatureStoreException.Reason;
import io.tidemark.store.TestCatalog;
import io.tidemark.store.WriteOutcome;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that speaks TLS and asks clients for a certificate. */
@Timeout(60)
class RedisTlsTest {
  @TempDir private static Path folder;
  private static TestCertificates certificates;
  private static TestRedis redis;
  private static int port;

  @BeforeAll
  static void start() {
    certificates = new TestCertificates(folder);
    // Names the address, not the name localhost.
    certificates.signed("server", "-ext", "san=ip:127.0.0.1");
    certificates.signed("client");
    certificates.unsigned("stranger");
    port = TestRedis.freePort();
    redis =
        TestRedis.running(
            "tls-port " + port,
            "tls-ca-cert-file " + certificates.certificate("authority"),
            "tls-cert-file " + certificates.certificate("server"),
            "tls-key-file " + certificates.key("server"),
            "tls-auth-clients yes");
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  private static RedisTls tls(String authority, String client, boolean verifyHostname) {
    return new RedisTls(
        certificates.certificate(authority),
        client == null ? null : certificates.certificate(client),
        client == null ? null : certificates.key(client),
        verifyHostname);
  }

  private static RedisSettings settings(String host, RedisTls tls) {
    return RedisSettings.of("rediss://" + host + ":" + port).with(tls);
  }

  @Test
  void trustOnBothSidesCarriesRows() {
    works(settings("127.0.0.1", tls("authority", "client", true)));
  }

  @Test
  void everyNodeOfAClusterIsReachedOverTls(@TempDir Path nodes) {
    try (TestCluster cluster = new TestCluster(nodes, certificates);
        RedisFeatureStore store =
            RedisFeatureStore.connect(
                cluster.settings(tls("authority", null, true)), TestCatalog.CATALOG)) {
      assertThat(store.problem()).isEmpty();
      for (int i = 0; i < 60; i++) {
        assertThat(done(store.write(row("tls" + i, 1)))).isEqualTo(WriteOutcome.APPLIED);
      }
      for (int i = 0; i < 3; i++) {
        assertThat(cluster.admin(i).commands().dbsize()).isPositive();
      }
      assertThat(done(store.state()).identity().split(",")).hasSize(3);
    }
  }

  @Test
  void hostThatTheCertificateDoesNotNameIsTrustedOnlyWhenNotAsked() {
    denied(settings("localhost", tls("authority", "client", true)));
    works(settings("localhost", tls("authority", "client", false)));
  }

  @Test
  void serverOfAnotherAuthorityIsNotTrusted() {
    denied(settings("127.0.0.1", tls("stranger", "client", true)));
    denied(settings("127.0.0.1", tls("stranger", "client", false)));
    denied(settings("127.0.0.1", RedisTls.PLATFORM));
  }

  @Test
  void clientWithoutACertificateOrWithAStrangersIsTurnedAway() {
    turnedAway(settings("127.0.0.1", tls("authority", null, true)));
    turnedAway(settings("127.0.0.1", tls("authority", "stranger", true)));
  }

  @Test
  void certificateWithoutKeyIsRefused() {
    assertThatThrownBy(() -> new RedisTls(null, Path.of("a.crt"), null, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a.crt");
  }

  private static void works(RedisSettings settings) {
    try (RedisFeatureStore store = RedisFeatureStore.connect(settings, TestCatalog.CATALOG)) {
      assertThat(done(store.write(row("tls", 1)))).isEqualTo(WriteOutcome.APPLIED);
      assertThat(store.problem()).isEmpty();
    }
  }

  private static void denied(RedisSettings settings) {
    assertThatThrownBy(() -> RedisFeatureStore.connect(settings, TestCatalog.CATALOG))
        .isInstanceOfSatisfying(
            FeatureStoreException.class,
            e -> {
              assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.DENIED);
              assertThat(e.retryable()).isFalse();
              assertThat(e).hasMessageContaining("Check authorities");
            });
  }

  /** The server closes the connection after its handshake, with an alert or without. */
  private static void turnedAway(RedisSettings settings) {
    assertThatThrownBy(() -> RedisFeatureStore.connect(settings, TestCatalog.CATALOG))
        .isInstanceOf(FeatureStoreException.class)
        .hasMessageContaining(String.valueOf(port));
  }
}
