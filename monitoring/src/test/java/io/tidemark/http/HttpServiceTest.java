package io.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpServiceTest {

  private final AtomicBoolean kafkaOk = new AtomicBoolean(true);
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpService server;

  @BeforeEach
  void start() {
    server =
        new HttpService(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                () -> "# HELP x\nx 1.0\n",
                List.of(
                    () -> new CheckResult("kafka", kafkaOk.get(), "2 brokers"),
                    () -> CheckResult.passed("redis", "PONG")))
            .start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://localhost:" + server.address().getPort() + path))
        .timeout(Duration.ofSeconds(10));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(to(path).GET());
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    return new ObjectMapper().readTree(response.body());
  }

  @Test
  void metricsAreTheScrape() throws Exception {
    HttpResponse<String> response = get("/metrics");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("# HELP x\nx 1.0\n");
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
  }

  @Test
  void liveWhileItAnswers() throws Exception {
    kafkaOk.set(false);
    assertThat(json(get("/health/live")).get("status").asText()).isEqualTo("live");
  }

  @Test
  void readyOnlyWhenEveryCheckPassesAndSaysWhyNot() throws Exception {
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    kafkaOk.set(false);
    HttpResponse<String> response = get("/health/ready");
    assertThat(response.statusCode()).isEqualTo(503);
    JsonNode body = json(response);
    assertThat(body.get("status").asText()).isEqualTo("not_ready");
    assertThat(body.get("checks").get(0).toString())
        .isEqualTo("{\"name\":\"kafka\",\"ok\":false,\"detail\":\"2 brokers\"}");
    assertThat(body.get("checks").get(1).get("ok").asBoolean()).isTrue();
  }

  @Test
  void checkThatThrowsHasFailed() throws Exception {
    HealthCheck broken =
        () -> {
          throw new IllegalStateException("no connection");
        };
    try (HttpService other =
        new HttpService(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            () -> "",
            List.of(broken))) {
      other.start();
      URI uri = URI.create("http://localhost:" + other.address().getPort() + "/health/ready");
      HttpResponse<String> response =
          client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).contains("no connection");
    }
  }

  @Test
  void indexListsTheRoutes() throws Exception {
    server.route("POST", "/v1/features/{entity}", request -> Response.json(200, Map.of()));
    assertThat(get("/").body())
        .contains("<a href=\"/metrics\">/metrics</a>")
        .contains("<li>POST /v1/features/{entity}</li>");
  }

  @Test
  void routesGetPathQueryHeadersAndBodyDecoded() throws Exception {
    server.route(
        "POST",
        "/v1/{entity}/{key}",
        request ->
            Response.json(
                201,
                List.of(
                    request.pathParameter("entity"),
                    request.pathParameter("key"),
                    request.query().get("names"),
                    request.queryParameter("absent").isPresent(),
                    request.header("X-Test").orElseThrow(),
                    request.text())));
    HttpResponse<String> response =
        send(
            to("/v1/customer/a%2Fb+c%20d?names=x&names=y+z&flag")
                .header("x-test", "yes")
                .POST(BodyPublishers.ofString("h\u00fc")));
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(json(response).toString())
        .isEqualTo("[\"customer\",\"a/b+c d\",[\"x\",\"y z\"],false,\"yes\",\"h\u00fc\"]");
  }

  @Test
  void literalRoutesComeBeforeNamedOnes() throws Exception {
    server.route("GET", "/v1/{name}", request -> Response.text(200, "text/plain", "named"));
    server.route("GET", "/v1/catalog", request -> Response.text(200, "text/plain", "literal"));
    assertThat(get("/v1/catalog").body()).isEqualTo("literal");
    assertThat(get("/v1/other").body()).isEqualTo("named");
    assertThat(get("/v1/").statusCode()).isEqualTo(404);
  }

  @Test
  void unknownPathIs404() throws Exception {
    HttpResponse<String> response = get("/metrics/more");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(json(response).get("error").asText()).isEqualTo("not_found");
  }

  @Test
  void unknownMethodIs405AndNamesTheOthers() throws Exception {
    HttpResponse<String> response = send(to("/metrics").DELETE());
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
    assertThat(json(response).get("message").asText()).contains("DELETE", "/metrics");
  }

  @Test
  void headIsGetWithoutBody() throws Exception {
    HttpResponse<String> response = send(to("/metrics").method("HEAD", BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().firstValue("Content-Length")).hasValue("15");
  }

  @Test
  void errorsOfRoutesAreTyped() throws Exception {
    server.route(
        "GET",
        "/busy",
        request -> {
          throw RequestException.unavailable("Redis is away", Duration.ofSeconds(5));
        });
    server.route(
        "GET",
        "/bad",
        request -> {
          throw RequestException.badRequest("Invalid name 'x'");
        });
    HttpResponse<String> busy = get("/busy");
    assertThat(busy.statusCode()).isEqualTo(503);
    assertThat(busy.headers().firstValue("Retry-After")).hasValue("5");
    assertThat(json(busy).get("message").asText()).isEqualTo("Redis is away");
    assertThat(get("/bad").statusCode()).isEqualTo(400);
  }

  @Test
  void unexpectedErrorsAre500WithoutDetail() throws Exception {
    server.route(
        "GET",
        "/broken",
        request -> {
          throw new IllegalStateException("secret");
        });
    HttpResponse<String> response = get("/broken");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).doesNotContain("secret").contains("internal");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void hugeBodiesAreRefused() throws Exception {
    server.route("POST", "/echo", request -> Response.text(200, "text/plain", request.text()));
    assertThat(send(to("/echo").POST(BodyPublishers.ofByteArray(new byte[1 << 20]))).statusCode())
        .isEqualTo(200);
    assertThat(
            send(to("/echo").POST(BodyPublishers.ofByteArray(new byte[(1 << 20) + 1])))
                .statusCode())
        .isEqualTo(413);
  }

  @Test
  void closeLetsARequestInFlightFinish() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    server.route(
        "GET",
        "/slow",
        request -> {
          entered.countDown();
          assertThat(go.await(10, TimeUnit.SECONDS)).isTrue();
          return Response.text(200, "text/plain", "done");
        });
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(to("/slow").build(), BodyHandlers.ofString());
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
    go.countDown();
    assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("done");
    closing.get(10, TimeUnit.SECONDS);
    assertThatThrownBy(() -> get("/health/live")).isInstanceOf(IOException.class);
  }

  @Test
  void moreRequestsThanThreadsAreAllAnswered() {
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 300)
            .mapToObj(i -> client.sendAsync(to("/metrics").build(), BodyHandlers.ofString()))
            .toList();
    assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
  }

  @Test
  void takenPortIsNamed() {
    assertThatThrownBy(() -> new HttpService(server.address(), () -> "", List.of()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(Integer.toString(server.address().getPort()))
        .hasMessageContaining("Choose another");
  }

  @Test
  void routeIsRegisteredOnce() {
    assertThatThrownBy(() -> server.route("GET", "/metrics", request -> null))
        .hasMessageContaining("GET /metrics is there already");
  }
}
