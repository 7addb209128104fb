package io.tidemark.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens of an issuer, headers of Confluent Cloud and a proxy, over real connections. */
@Timeout(60)
class RegistryAccessTest {

  private static final String SECRET = "hunter2";

  private final SettableTime time = new SettableTime();
  private RegistryServer issuer;
  private RegistryServer registry;

  /** A clock that moves when told to; pauses take no time. */
  private static final class SettableTime implements Pacing {
    private volatile long nanos;

    void advance(Duration duration) {
      nanos += duration.toNanos();
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void pause(Duration duration) {}

    @Override
    public double chance() {
      return 0;
    }
  }

  @BeforeEach
  void start() throws IOException {
    issuer = new RegistryServer();
    registry = new RegistryServer();
  }

  @AfterEach
  void stop() {
    issuer.close();
    registry.close();
  }

  @Test
  void tokenIsAskedForOnceAndSent() {
    token("t1", 3600);
    RestTransport transport = transport(Map.of("bearer.auth.scope", "registry read"));

    ask(transport);
    ask(transport);

    assertThat(authorizations()).containsExactly("Bearer t1", "Bearer t1");
    RegistryServer.Received asked = issuer.received().get(0);
    assertThat(issuer.received()).hasSize(1);
    assertThat(asked.headers().getFirst("Authorization")).isEqualTo("Basic bWU6aHVudGVyMg==");
    assertThat(asked.body()).isEqualTo("grant_type=client_credentials&scope=registry+read");
  }

  @Test
  void tokenIsAskedForAgainBeforeItEnds() {
    token("t1", 1000);
    RestTransport transport = transport(Map.of());
    ask(transport);
    token("t2", 1000);
    time.advance(Duration.ofSeconds(699));
    ask(transport);
    time.advance(Duration.ofSeconds(1));
    ask(transport);

    assertThat(authorizations()).containsExactly("Bearer t1", "Bearer t1", "Bearer t2");
  }

  @Test
  void tokenThatLivesShorterThanTheBufferServesForHalfItsLife() {
    token("t1", 100);
    RestTransport transport = transport(Map.of());
    ask(transport);
    token("t2", 100);
    time.advance(Duration.ofSeconds(49));
    ask(transport);
    time.advance(Duration.ofSeconds(1));
    ask(transport);

    assertThat(authorizations()).containsExactly("Bearer t1", "Bearer t1", "Bearer t2");
  }

  @Test
  void refusedTokenIsReplacedOnce() {
    token("t1", 3600);
    RestTransport transport = transport(Map.of());
    ask(transport);
    token("t2", 3600);
    registry.answerNext(401, "");
    ask(transport);

    assertThat(authorizations()).containsExactly("Bearer t1", "Bearer t1", "Bearer t2");

    registry.answerNext(401, "");
    registry.answerNext(401, "");
    assertThatThrownBy(() -> transport.get("/schemas/ids/1"))
        .isInstanceOf(RegistryRejectedException.class);
  }

  @Test
  void issuerThatFailsIsAskedAgainAndOneThatRefusesIsNot() {
    token("t1", 3600);
    issuer.answerNext(503, "");
    ask(transport(Map.of()));
    assertThat(issuer.received()).hasSize(2);

    issuer.answerNext(401, "{\"error\": \"invalid_client\"}");
    assertThatThrownBy(() -> transport(Map.of()).get("/schemas/ids/1"))
        .isInstanceOf(RegistryRejectedException.class)
        .hasMessageContaining("invalid_client")
        .message()
        .doesNotContain(SECRET);
    assertThat(issuer.received()).hasSize(3);
  }

  @Test
  void answerWithoutTokenIsAnOutage() {
    issuer.answer("/token", "{\"status\": \"ok\"}");

    assertThatThrownBy(() -> transport(Map.of()).get("/schemas/ids/1"))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("access_token");
  }

  @Test
  void clustersAndIdentityPoolsAreNamed() {
    token("t1", 3600);
    ask(
        transport(
            Map.of("bearer.auth.logical.cluster", "lsrc-1", "bearer.auth.identity.pool.id", "p")));

    assertThat(registry.received().get(0).headers())
        .containsEntry("Target-sr-cluster", List.of("lsrc-1"))
        .containsEntry("Confluent-identity-pool-id", List.of("p"));
  }

  @Test
  void proxyIsAskedForWhatIsBehindIt() {
    int port = Integer.parseInt(registry.url().replaceFirst(".*:", ""));
    Map<String, String> settings =
        Map.of(
            "schema.registry.url",
            "http://registry.invalid:8081",
            "proxy.host",
            "localhost",
            "proxy.port",
            Integer.toString(port));

    ask(new RestTransport(RegistrySettings.parse(settings), time));

    assertThat(registry.received().get(0).headers().getFirst("Host"))
        .isEqualTo("registry.invalid:8081");
  }

  @Test
  void halfOfWhatIsNeededIsAProblem() {
    String url = "schema.registry.url";
    assertThat(problems(Map.of(url, "http://a", "proxy.host", "p"))).containsExactly("proxy.port");
    assertThat(problems(Map.of(url, "http://a", "proxy.port", "80"))).containsExactly("proxy.host");
    assertThat(problems(Map.of(url, "http://a", AccessSettings.SOURCE, "OAUTHBEARER")))
        .containsExactly(
            "bearer.auth.issuer.endpoint.url",
            "bearer.auth.client.id",
            "bearer.auth.client.secret");
    assertThat(problems(Map.of(url, "http://a", "bearer.auth.client.secret", SECRET)))
        .containsExactly("bearer.auth.client.secret");
    assertThat(problems(oauth("ftp://issuer"))).containsExactly("bearer.auth.issuer.endpoint.url");
    Map<String, String> both = oauth("http://issuer/token");
    both.put("bearer.auth.token", "abc");
    both.put("basic.auth.credentials.source", "USER_INFO");
    both.put("basic.auth.user.info", "me:" + SECRET);
    assertThat(problems(both)).contains("bearer.auth.token", "basic.auth.user.info");
  }

  private void token(String value, int seconds) {
    issuer.answer(
        "/token", "{\"access_token\": \"%s\", \"expires_in\": %d}".formatted(value, seconds));
  }

  private RestTransport transport(Map<String, String> settings) {
    Map<String, String> all = oauth(issuer.url() + "/token");
    all.putAll(settings);
    return new RestTransport(RegistrySettings.parse(all), time);
  }

  private Map<String, String> oauth(String endpoint) {
    Map<String, String> settings = new HashMap<>();
    settings.put("schema.registry.url", registry.url());
    settings.put("schema.registry.bearer.auth.credentials.source", "OAUTHBEARER");
    settings.put("bearer.auth.issuer.endpoint.url", endpoint);
    settings.put("bearer.auth.client.id", "me");
    settings.put("bearer.auth.client.secret", SECRET);
    return settings;
  }

  private List<String> authorizations() {
    return registry.received().stream()
        .map(request -> request.headers().getFirst("Authorization"))
        .toList();
  }

  private static void ask(RestTransport transport) {
    assertThatThrownBy(() -> transport.get("/schemas/ids/1"))
        .isInstanceOf(SchemaNotFoundException.class);
  }

  private static List<String> problems(Map<String, String> settings) {
    RegistrySettingsException failure =
        catchThrowableOfType(
            RegistrySettingsException.class, () -> RegistrySettings.parse(settings));
    assertThat(failure).message().doesNotContain(SECRET);
    return failure.problems().stream().map(SettingProblem::name).toList();
  }
}
