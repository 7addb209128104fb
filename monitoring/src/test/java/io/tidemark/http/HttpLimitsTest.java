package io.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.http.RawClient.Answer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deadlines, bounds of connections, and health whatever else goes on. */
class HttpLimitsTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String HALF_HEAD = "GET /health/live HTTP/1.1\nHost: te";
  private static final String HALF_BODY = "POST /echo HTTP/1.1\nHost: t\nContent-Length: 9\n\nabc";

  private final List<Refusal> refused = new CopyOnWriteArrayList<>();
  private final List<RawClient> clients = new ArrayList<>();
  private final CountDownLatch go = new CountDownLatch(1);
  private HttpService server;

  private void start(ConnectionLimits limits, OptionalInt healthPort) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpSettings settings =
        HttpSettings.of(address).with(new HttpEdge(limits, healthPort, Optional.empty()));
    server = new HttpService(settings, () -> "", List.of(this::hangs), new Hearing());
    server.route("POST", "/echo", r -> Response.text(200, "text/plain", r.text()));
    server.route("GET", "/hang", r -> Response.text(200, "text/plain", hangs().detail()));
    server.route("GET", "/long", r -> Response.text(200, "text/plain", "x".repeat(20_000_000)));
    server.start();
  }

  private void start(ConnectionLimits limits) {
    start(limits, OptionalInt.empty());
  }

  private final class Hearing implements RequestListener {
    @Override
    public void answered(String route, int status, long nanos) {}

    @Override
    public void refused(Refusal refusal) {
      refused.add(refusal);
    }
  }

  private CheckResult hangs() {
    try {
      return new CheckResult("hang", go.await(60, TimeUnit.SECONDS), "went on");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CheckResult.failed("hang", "interrupted");
    }
  }

  @AfterEach
  void stop() throws Exception {
    go.countDown();
    for (RawClient client : clients) {
      client.close();
    }
    server.close();
  }

  private RawClient client() throws Exception {
    RawClient client = new RawClient(server.address());
    clients.add(client);
    return client;
  }

  private static ConnectionLimits limits(
      Duration head, Duration body, Duration write, Duration idle) {
    return new ConnectionLimits(100, 100, head, body, write, idle);
  }

  private static ConnectionLimits patient(int most, int perAddress) {
    return new ConnectionLimits(most, perAddress, LONG, LONG, LONG, LONG);
  }

  @Test
  void halfAHeadIsCutAtItsDeadlineAndToldSo() throws Exception {
    start(limits(SHORT, LONG, LONG, LONG));
    RawClient client = client();
    Answer answer = client.send(HALF_HEAD).answer();
    assertThat(answer.status()).isEqualTo(408);
    assertThat(answer.body()).contains("request_timeout", "head");
    assertThat(client.isClosedByServer()).isTrue();
    assertThat(refused).containsExactly(Refusal.HEAD_DEADLINE);
  }

  @Test
  void halfAHeadOfAHeadIsToldSoWithoutABody() throws Exception {
    start(limits(SHORT, LONG, LONG, LONG));
    String answer = client().send("HEAD /slow HTTP/1.1\nHost: t").rest();
    assertThat(answer).startsWith("HTTP/1.1 408 ").endsWith("\r\n\r\n");
  }

  @Test
  void silentConnectionIsClosed() throws Exception {
    start(limits(SHORT, LONG, LONG, LONG));
    assertThat(client().isClosedByServer()).isTrue();
    assertThat(refused).containsExactly(Refusal.HEAD_DEADLINE);
  }

  @Test
  void halfABodyIsCutAtItsDeadlineAndToldSo() throws Exception {
    start(limits(LONG, SHORT, LONG, LONG));
    RawClient client = client();
    Answer answer = client.send(HALF_BODY).answer();
    assertThat(answer.status()).isEqualTo(408);
    assertThat(answer.body()).contains("request_timeout", "body");
    assertThat(client.isClosedByServer()).isTrue();
    assertThat(refused).containsExactly(Refusal.BODY_DEADLINE);
    assertThat(server.inFlight()).isZero();
  }

  @Test
  void secondRequestHasADeadlineToo() throws Exception {
    start(limits(SHORT, LONG, LONG, LONG));
    RawClient client = client();
    assertThat(client.get("/health/live").answer().status()).isEqualTo(200);
    assertThat(client.send(HALF_HEAD).answer().status()).isEqualTo(408);
  }

  @Test
  void idleConnectionIsClosed() throws Exception {
    start(limits(LONG, LONG, LONG, SHORT));
    RawClient client = client();
    assertThat(client.get("/health/live").answer().status()).isEqualTo(200);
    assertThat(client.isClosedByServer()).isTrue();
    assertThat(refused).as("nothing was refused").isEmpty();
  }

  @Test
  void slowReaderIsCut() throws Exception {
    start(limits(LONG, LONG, SHORT, LONG));
    try (RawClient client = RawClient.withSmallWindow(server.address())) {
      client.get("/long");
      awaitRefusal(Refusal.WRITE_DEADLINE);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  /** Asks for health in the meantime, so that time passes. */
  private void awaitRefusal(Refusal refusal) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!refused.contains(refusal)) {
      try (RawClient probe = new RawClient(server.address())) {
        assertThat(probe.get("/health/live").answer().status()).isEqualTo(200);
      }
      assertThat(System.nanoTime()).as("until %s", refusal).isLessThan(deadline);
    }
  }

  @Test
  void oldestUnfinishedRequestMakesWayAtTheBoundOfItsAddress() throws Exception {
    start(patient(100, 3));
    RawClient idle = client();
    assertThat(idle.get("/health/live").answer().status()).isEqualTo(200);
    RawClient oldest = client().send(HALF_HEAD);
    await("two are open", () -> server.connections() == 2);
    RawClient younger = client().send(HALF_BODY);
    await("its head is read", () -> server.inFlight() == 1);
    assertThat(client().get("/health/live").answer().status()).isEqualTo(200);
    assertThat(oldest.isClosedByServer()).isTrue();
    assertThat(refused).containsExactly(Refusal.ADDRESS_BOUND);
    assertThat(younger.send("defghi").answer().body()).isEqualTo("abcdefghi");
    assertThat(idle.get("/health/live").answer().status()).isEqualTo(200);
  }

  @Test
  void boundOfAllAddressesIsKept() throws Exception {
    start(patient(2, 100));
    client().send(HALF_HEAD);
    client().send(HALF_HEAD);
    await("two are open", () -> server.connections() == 2);
    assertThat(client().get("/health/live").answer().status()).isEqualTo(200);
    assertThat(refused).containsExactly(Refusal.CONNECTION_BOUND);
    assertThat(server.connections()).isLessThanOrEqualTo(2);
  }

  @Test
  void idleConnectionsMakeWayLast() throws Exception {
    start(patient(100, 2));
    RawClient first = client();
    assertThat(first.get("/health/live").answer().status()).isEqualTo(200);
    await("the first is idle", () -> server.inFlight() == 0);
    RawClient second = client();
    assertThat(second.get("/health/live").answer().status()).isEqualTo(200);
    await("the second is idle", () -> server.inFlight() == 0);
    assertThat(client().get("/health/live").answer().status()).isEqualTo(200);
    assertThat(first.isClosedByServer()).isTrue();
    assertThat(second.get("/health/live").answer().status()).isEqualTo(200);
  }

  @Test
  void requestsThatAreWorkedOnStayAndTheNewOneIsClosed() throws Exception {
    start(patient(100, 2));
    RawClient first = client().get("/hang");
    RawClient second = client().get("/hang");
    awaitInFlight(2);
    assertThat(client().isClosedByServer()).isTrue();
    go.countDown();
    assertThat(first.answer().status()).isEqualTo(200);
    assertThat(second.answer().status()).isEqualTo(200);
  }

  private void awaitInFlight(int count) {
    await(count + " are in flight", () -> server.inFlight() >= count);
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("until %s", what).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void livenessWaitsForNothingElse() throws Exception {
    start(patient(2_000, 2_000));
    for (int i = 0; i < 20; i++) {
      client().get("/hang");
    }
    client().get("/health/ready");
    awaitInFlight(21);
    assertThat(client().get("/health/live").answer().status()).isEqualTo(200);
  }

  @Test
  void fullQueueIsRefusedAndHealthIsNot() throws Exception {
    start(patient(2_000, 2_000));
    for (int i = 0; i < 8 + 1_024; i++) {
      client().get("/hang");
    }
    awaitInFlight(8 + 1_024);
    Answer answer = client().get("/hang").answer();
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).contains("overloaded");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(refused).contains(Refusal.OVERLOADED);
    assertThat(client().get("/health/live").answer().status()).isEqualTo(200);
  }

  @Test
  void portOfHealthAnswersHealthAlone() throws Exception {
    start(patient(2, 2), OptionalInt.of(0));
    client().get("/hang");
    client().get("/hang");
    awaitInFlight(2);
    InetSocketAddress health = server.healthAddress().orElseThrow();
    try (RawClient client = new RawClient(health)) {
      assertThat(client.get("/health/live").answer().status()).isEqualTo(200);
      assertThat(client.get("/echo").answer().status()).isEqualTo(404);
      assertThat(client.get("/metrics").answer().body()).contains("not_found");
    }
  }

  @Test
  void bodiesTogetherAreBounded() throws Exception {
    start(patient(2_000, 2_000));
    String half = "x".repeat(1 << 19);
    int most = 64 * 2;
    for (int i = 0; i < most; i++) {
      client().send("POST /echo HTTP/1.1\nHost: t\nContent-Length: 600000\n\n" + half);
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    Answer answer = echo(half);
    while (answer.status() == 200) {
      // what the others sent is still on its way
      assertThat(System.nanoTime()).isLessThan(deadline);
      answer = echo(half);
    }
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).contains("overloaded");
  }

  private Answer echo(String body) throws Exception {
    try (RawClient client = new RawClient(server.address())) {
      client.send("POST /echo HTTP/1.1\nHost: t\nContent-Length: " + body.length() + "\n\n" + body);
      return client.answer();
    }
  }
}
