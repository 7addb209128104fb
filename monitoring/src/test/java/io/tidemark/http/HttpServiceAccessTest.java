package io.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens and scopes, and how a server ends. */
class HttpServiceAccessTest {
  private static final String READER = "reader-0123456789-abcdefghij";
  private static final String ROTATED = "reader-rotated-0123456789-ab";
  private static final String OPERATOR = "operator-0123456789-abcdefgh";
  private static final String ALL = "all-scopes-0123456789-abcdef";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, Integer> heard = new ConcurrentHashMap<>();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private HttpService server;

  @BeforeEach
  void start() {
    server = server(Duration.ZERO).start();
  }

  private HttpService server(Duration drainDelay) {
    AccessTokens tokens =
        AccessTokens.of(
            Map.of(
                Scope.READ, List.of(READER, ROTATED, ALL),
                Scope.OPS, List.of(OPERATOR, ALL),
                Scope.ERASE, List.of(ALL)));
    HttpSettings settings =
        new HttpSettings(loopback(), 4, 1 << 10, tokens, drainDelay, Duration.ofSeconds(10));
    HttpService made =
        new HttpService(
            settings,
            () -> "x 1\n",
            List.of(),
            (route, status, nanos) -> heard.merge(route + " " + status, 1, Integer::sum));
    made.route("GET", "/v1/thing", Scope.READ, r -> Response.text(200, "text/plain", "thing"));
    made.route("DELETE", "/v1/thing", Scope.ERASE, r -> Response.text(200, "text/plain", "gone"));
    made.route("GET", "/v1/slow", Scope.READ, this::slow);
    return made;
  }

  private Response slow(Request request) throws InterruptedException {
    entered.countDown();
    assertThat(go.await(10, TimeUnit.SECONDS)).isTrue();
    return Response.text(200, "text/plain", "done");
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void stop() {
    go.countDown();
    server.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://localhost:" + server.address().getPort() + path))
        .timeout(Duration.ofSeconds(10));
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    HttpRequest.Builder request = to(path);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void withoutTokenOnlyHealthAnswers() throws Exception {
    assertThat(get("/health/live", null).statusCode()).isEqualTo(200);
    assertThat(get("/health/ready", null).statusCode()).isEqualTo(200);
    for (String path : List.of("/", "/metrics", "/v1/thing")) {
      HttpResponse<String> refused = get(path, null);
      assertThat(refused.statusCode()).as(path).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate"))
          .hasValue("Bearer realm=\"tidemark\"");
      assertThat(refused.body()).contains("\"error\":\"unauthorized\"", "Authorization: Bearer");
    }
  }

  @Test
  void tokenOpensItsScopeAlone() throws Exception {
    assertThat(get("/v1/thing", READER).statusCode()).isEqualTo(200);
    assertThat(get("/v1/thing", ROTATED).statusCode()).isEqualTo(200);
    assertThat(get("/metrics", OPERATOR).statusCode()).isEqualTo(200);
    HttpResponse<String> refused = get("/v1/thing", OPERATOR);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
        .contains("insufficient_scope", "scope=\"read\"");
    assertThat(get("/metrics", READER).statusCode()).isEqualTo(403);
    assertThat(get("/metrics", ALL).statusCode()).isEqualTo(200);
    assertThat(get("/v1/thing", ALL).statusCode()).isEqualTo(200);
  }

  @Test
  void unknownTokenIsRefusedAndNotRepeated() throws Exception {
    HttpResponse<String> refused = get("/v1/thing", "guess-0123456789-0123456789");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
        .contains("invalid_token");
    assertThat(refused.body()).doesNotContain("guess");
    HttpRequest basic = to("/v1/thing").header("Authorization", "Basic " + READER).build();
    assertThat(client.send(basic, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
  }

  @Test
  void schemeIsNotCaseSensitive() throws Exception {
    HttpRequest request = to("/v1/thing").header("Authorization", "bEARER " + READER).build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @Test
  void bodyOfRefusedRequestIsNotRead() throws Exception {
    server.route("POST", "/v1/echo", Scope.READ, r -> Response.text(200, "text/plain", r.text()));
    HttpRequest request =
        to("/v1/echo").POST(HttpRequest.BodyPublishers.ofString("x".repeat(2_000))).build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
  }

  @Test
  void shortTokensAreRefusedWithoutShowingThem() {
    assertThatThrownBy(() -> AccessTokens.of(Map.of(Scope.READ, List.of("secret"))))
        .hasMessageContaining("6 characters")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> AccessTokens.of(Map.of(Scope.READ, List.of(READER + "\u00e9"))))
        .hasMessageContaining("visible ASCII");
    assertThat(AccessTokens.of(Map.of(Scope.READ, List.of(READER))).toString())
        .isEqualTo("1 tokens");
  }

  @Test
  void networkNeedsTokens() {
    InetSocketAddress everywhere = new InetSocketAddress("0.0.0.0", 0);
    assertThatThrownBy(() -> HttpSettings.of(everywhere).requireProtection())
        .hasMessageContaining("0.0.0.0")
        .hasMessageContaining("http.tokens.read")
        .hasMessageContaining("127.0.0.1");
    assertThatCode(() -> HttpSettings.of(loopback()).requireProtection())
        .doesNotThrowAnyException();
  }

  @Test
  void listenerHearsRouteAndStatus() throws Exception {
    get("/v1/thing", READER);
    get("/v1/thing", null);
    get("/nowhere", READER);
    server.close();
    assertThat(heard)
        .containsEntry("GET /v1/thing 200", 1)
        .containsEntry("GET /v1/thing 401", 1)
        .containsEntry("other 404", 1);
  }

  @Test
  void endingServerFinishesWhatItBeganAndRefusesTheRest() throws Exception {
    CompletableFuture<HttpResponse<String>> slow =
        client.sendAsync(
            to("/v1/slow").header("Authorization", "Bearer " + READER).build(),
            BodyHandlers.ofString());
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
    HttpResponse<String> ready = get("/health/ready", null);
    while (ready.statusCode() == 200) {
      ready = get("/health/ready", null);
    }
    assertThat(ready.body()).contains("shutdown");
    HttpResponse<String> refused = get("/v1/thing", READER);
    while (refused.statusCode() == 200) {
      refused = get("/v1/thing", READER);
    }
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Connection")).hasValue("close");
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(refused.body()).contains("shutting_down");
    assertThat(get("/health/live", null).statusCode()).isEqualTo(200);
    go.countDown();
    assertThat(slow.get(10, TimeUnit.SECONDS).body()).isEqualTo("done");
    closing.get(10, TimeUnit.SECONDS);
  }

  @Test
  void delayKeepsAnsweringWhileNotReady() throws Exception {
    server.close();
    server = server(Duration.ofSeconds(1)).start();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
    HttpResponse<String> ready = get("/health/ready", null);
    while (ready.statusCode() == 200) {
      ready = get("/health/ready", null);
    }
    assertThat(get("/v1/thing", READER).statusCode()).isEqualTo(200);
    closing.get(10, TimeUnit.SECONDS);
  }
}
