package io.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.http.RawClient.Answer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What comes as bytes and is no request as it should be, and what the protocol says beside that.
 */
class HttpProtocolTest {
  private static final int MAX_BODY = 1_000;

  private final List<Refusal> refused = new CopyOnWriteArrayList<>();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private HttpService server;

  @BeforeEach
  void start() {
    HttpSettings defaults =
        HttpSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    HttpSettings settings =
        new HttpSettings(
            defaults.address(),
            2,
            MAX_BODY,
            defaults.tokens(),
            defaults.drainDelay(),
            defaults.drainLimit());
    server = new HttpService(settings, () -> "x 1\n", List.of(), new Hearing());
    server.route("POST", "/echo", r -> Response.text(200, "text/plain", r.text()));
    server.route("GET", "/path/{name}", r -> Response.text(200, "text/plain", r.path()));
    server.route("GET", "/long", r -> Response.text(200, "text/plain", "x".repeat(1_000_000)));
    server.route("GET", "/bad-answer", r -> Response.html("x").withHeader("X", "a\r\nY: b"));
    server.route("GET", "/slow", this::slow);
    server.start();
  }

  private final class Hearing implements RequestListener {
    @Override
    public void answered(String route, int status, long nanos) {
      assertThat(route).isNotNull();
    }

    @Override
    public void refused(Refusal refusal) {
      refused.add(refusal);
    }
  }

  private Response slow(Request request) throws InterruptedException {
    entered.countDown();
    assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
    return Response.text(200, "text/plain", "slow");
  }

  @AfterEach
  void stop() {
    go.countDown();
    server.close();
  }

  private RawClient client() throws Exception {
    return new RawClient(server.address());
  }

  /** One connection, one request, one answer, after which the connection may have ended. */
  private Answer answerTo(String text) throws Exception {
    try (RawClient client = client()) {
      return client.send(text).answer();
    }
  }

  private static void isTyped(Answer answer, int status, String error) throws Exception {
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    JsonNode body = new ObjectMapper().readTree(answer.body());
    assertThat(body.get("error").asText()).isEqualTo(error);
    assertThat(body.get("message").asText()).isNotBlank();
    assertThat(answer.body()).doesNotContain("netty", "java", "Exception", "<", "\\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE",
        "GET",
        "GET /metrics HTTP/one",
        "GET /a|b HTTP/1.1",
        "GET /%zz HTTP/1.1",
        "GET /metrics?a=%z HTTP/1.1",
        "GET /a\"b HTTP/1.1",
        "GET metrics HTTP/1.1",
        "GET ftp://test/metrics HTTP/1.1",
        "GET /metrics#part HTTP/1.1",
        "CONNECT test:443 HTTP/1.1",
        "GET * HTTP/1.1",
        "GET /path/%ff HTTP/1.1",
        "GET /path/%c3%28 HTTP/1.1",
        "GET /path/%ed%a0%80 HTTP/1.1",
        "GET /path/a%2 HTTP/1.1",
        "GET /path/x?a=%ff HTTP/1.1",
        "\u0016\u0003\u0001\u0002"
      })
  void requestLineThatIsNoneIs400(String line) throws Exception {
    isTyped(answerTo(line + "\nHost: test\n\n"), 400, "bad_request");
  }

  @Test
  void otherVersionsAre505() throws Exception {
    isTyped(answerTo("PRI * HTTP/2.0\n\n"), 505, "version_not_supported");
  }

  @Test
  void longLineIs414() throws Exception {
    isTyped(
        answerTo("GET /" + "a".repeat(9_000) + " HTTP/1.1\nHost: test\n\n"), 414, "uri_too_long");
  }

  @Test
  void manyOrLargeHeadersAre431() throws Exception {
    String many = "X-Header: 1\n".repeat(300);
    isTyped(answerTo("GET /metrics HTTP/1.1\nHost: t\n" + many + "\n"), 431, "headers_too_large");
    String large = "X-Header: " + "1".repeat(20_000) + "\n";
    isTyped(answerTo("GET /metrics HTTP/1.1\nHost: t\n" + large + "\n"), 431, "headers_too_large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: test;Host: other",
        "X: 1",
        "Host: test;no colon here",
        "Host: test;Content-Length: x",
        "Host: test;Content-Length: -1",
        "Host: test;Content-Length: 1;Content-Length: 2",
        "Host: test;B\u0001d: 1"
      })
  void headersThatAreNoneAre400(String headers) throws Exception {
    isTyped(
        answerTo("POST /echo HTTP/1.1\n" + headers.replace(';', '\n') + "\n\n"),
        400,
        "bad_request");
  }

  @ParameterizedTest
  @CsvSource({"zz;abc;0;", "-1;abc;0;", "3;abcdef;0;", "ffffffffff;abc;0;"})
  void malformedChunkIs400(String chunks) throws Exception {
    isTyped(
        answerTo(
            "POST /echo HTTP/1.1\nHost: t\nTransfer-Encoding: chunked\n\n"
                + chunks.replace(';', '\n')
                + "\n"),
        400,
        "bad_request");
    assertThat(refused).contains(Refusal.MALFORMED);
  }

  @Test
  void chunksAreRead() throws Exception {
    Answer answer =
        answerTo(
            "POST /echo HTTP/1.1\nHost: t\nTransfer-Encoding: chunked\n\n3\nabc\n2\nde\n0\n\n");
    assertThat(answer.body()).isEqualTo("abcde");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "gzip, chunked", "chunked, gzip", "identity"})
  void otherTransferCodingIs501AndEndsTheConnection(String coding) throws Exception {
    try (RawClient client = client()) {
      client.send("POST /echo HTTP/1.1\nHost: t\nTransfer-Encoding: " + coding + "\n\n0\n\n");
      Answer answer = client.answer();
      isTyped(answer, 501, "transfer_coding_not_implemented");
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void codedBodyIs415() throws Exception {
    String head = "POST /echo HTTP/1.1\nHost: t\nContent-Length: 3\nContent-Encoding: ";
    try (RawClient client = client()) {
      Answer answer = client.send(head + "gzip\n\nabc").answer();
      isTyped(answer, 415, "content_coding_not_supported");
      assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
      assertThat(client.send(head + "Identity\n\nabc").answer().body()).isEqualTo("abc");
    }
    String chunked = "Content-Encoding: br\nTransfer-Encoding: chunked\n\n3\nabc\n0\n\n";
    isTyped(
        answerTo("POST /echo HTTP/1.1\nHost: t\n" + chunked), 415, "content_coding_not_supported");
    String bare = "GET /path/x HTTP/1.1\nHost: t\nContent-Encoding: gzip\n\n";
    assertThat(answerTo(bare).status()).as("without a body").isEqualTo(200);
  }

  @Test
  void escapesAreBytesOfUtf8() throws Exception {
    assertThat(answerTo("GET /path/%C3%A9+%2f%EF%BF%BD HTTP/1.1\nHost: t\n\n").body())
        .isEqualTo("/path/\u00e9+/\ufffd");
  }

  @Test
  void unknownExpectationIs417() throws Exception {
    isTyped(
        answerTo("POST /echo HTTP/1.1\nHost: t\nExpect: magic\nContent-Length: 0\n\n"),
        417,
        "expectation_failed");
  }

  @Test
  void whoWaitsForContinueIsToldToGoOn() throws Exception {
    try (RawClient client = client()) {
      client.send("POST /echo HTTP/1.1\nHost: t\nExpect: 100-continue\nContent-Length: 3\n\n");
      assertThat(client.answer().status()).isEqualTo(100);
      assertThat(client.send("abc").answer().body()).isEqualTo("abc");
      assertThat(client.get("/path/x").answer().status()).isEqualTo(200);
    }
  }

  @Test
  void whoWaitsForContinueInVainIsToldAtOnce() throws Exception {
    try (RawClient client = client()) {
      client.send("POST /echo HTTP/1.1\nHost: t\nExpect: 100-continue\nContent-Length: 3000\n\n");
      isTyped(client.answer(), 413, "too_large");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void bodiesTooLargeAre413HoweverTheyCome() throws Exception {
    String large = "x".repeat(MAX_BODY + 1);
    try (RawClient client = client()) {
      client.send("POST /echo HTTP/1.1\nHost: t\nContent-Length: 1001\n\n" + large);
      isTyped(client.answer(), 413, "too_large");
      assertThat(client.get("/path/x").answer().status()).as("the same connection").isEqualTo(200);
    }
    String chunk = "Transfer-Encoding: chunked\n\n3e9\n" + large + "\n0\n\n";
    isTyped(answerTo("POST /echo HTTP/1.1\nHost: t\n" + chunk), 413, "too_large");
    isTyped(
        answerTo("POST /echo HTTP/1.1\nHost: t\nContent-Length: 99999999999\n\nabc"),
        413,
        "too_large");
  }

  @Test
  void unknownMethodsAre405() throws Exception {
    isTyped(answerTo("BREW /metrics HTTP/1.1\nHost: t\n\n"), 405, "method_not_allowed");
    isTyped(answerTo("OPTIONS * HTTP/1.1\nHost: t\n\n"), 405, "method_not_allowed");
    isTyped(answerTo("BREW /nothing HTTP/1.1\nHost: t\n\n"), 404, "not_found");
  }

  @Test
  void requestsInARowAreAnsweredInOrder() throws Exception {
    StringBuilder row = new StringBuilder("GET /slow HTTP/1.1\nHost: t\n\n");
    for (int i = 0; i < 500; i++) {
      row.append("GET /path/").append(i).append(" HTTP/1.1\nHost: t\n\n");
    }
    try (RawClient client = client()) {
      client.send(row.toString());
      assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
      go.countDown();
      assertThat(client.answer().body()).isEqualTo("slow");
      for (int i = 0; i < 500; i++) {
        assertThat(client.answer().body()).isEqualTo("/path/" + i);
      }
    }
  }

  @Test
  void headInARowWithAnExpectationIsNotMistaken() throws Exception {
    try (RawClient client = client()) {
      client.send(
          "POST /echo HTTP/1.1\nHost: t\nExpect: 100-continue\nContent-Length: 3\n\nabc"
              + "HEAD /path/x HTTP/1.1\nHost: t\n\n");
      assertThat(client.answer().status()).isEqualTo(100);
      assertThat(client.answer().body()).isEqualTo("abc");
      assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void bytesOneByOneAreARequestToo() throws Exception {
    try (RawClient client = client()) {
      for (char c : "GET /path/x HTTP/1.1\nHost: t\n\n".toCharArray()) {
        client.send(String.valueOf(c));
      }
      assertThat(client.answer().body()).isEqualTo("/path/x");
    }
  }

  @Test
  void connectionEndsWhereTheClientAsksForIt() throws Exception {
    try (RawClient client = client()) {
      client.send("GET /path/x HTTP/1.1\nHost: t\nConnection: close\n\n");
      Answer answer = client.answer();
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.isClosedByServer()).isTrue();
    }
    try (RawClient client = client()) {
      assertThat(client.send("GET /path/x HTTP/1.0\n\n").answer().status()).isEqualTo(200);
      assertThat(client.isClosedByServer()).isTrue();
    }
    try (RawClient client = client()) {
      client.send("GET /path/x HTTP/1.0\nConnection: keep-alive\n\n");
      assertThat(client.answer().header("Connection")).isEqualToIgnoringCase("keep-alive");
      assertThat(client.send("GET /path/y HTTP/1.0\n\n").answer().body()).isEqualTo("/path/y");
    }
  }

  @Test
  void answersAreNotStoredAndNotGuessedAt() throws Exception {
    for (String path : List.of("/path/x", "/health/live", "/nowhere", "/metrics")) {
      Answer answer = answerTo("GET " + path + " HTTP/1.1\nHost: t\n\n");
      assertThat(answer.header("Cache-Control")).as(path).isEqualTo("no-store");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Date")).endsWith("GMT");
    }
    server.route("GET", "/kept", r -> Response.html("x").withHeader("Cache-Control", "max-age=9"));
    assertThat(answerTo("GET /kept HTTP/1.1\nHost: t\n\n").header("Cache-Control"))
        .isEqualTo("max-age=9");
  }

  @Test
  void longAnswersAreWhole() throws Exception {
    try (RawClient client = client()) {
      assertThat(client.get("/long").answer().body()).hasSize(1_000_000);
      assertThat(client.get("/path/x").answer().status()).isEqualTo(200);
    }
  }

  @Test
  void answerThatIsNoneIs500() throws Exception {
    isTyped(answerTo("GET /bad-answer HTTP/1.1\nHost: t\n\n"), 500, "internal");
  }

  @Test
  void wholeUrisAreTakenAsProxiesSendThem() throws Exception {
    assertThat(answerTo("GET http://test/path/x?y=1 HTTP/1.1\nHost: test\n\n").body())
        .isEqualTo("/path/x");
  }

  @Test
  void whatIsInFlightIsKnown() throws Exception {
    try (RawClient client = client()) {
      client.get("/slow");
      assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(server.inFlight()).isEqualTo(1);
      assertThat(server.connections()).isEqualTo(1);
      go.countDown();
      client.answer();
    }
    server.close();
    assertThat(server.inFlight()).isZero();
  }
}
