package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.tidemark.local.LocalRedis;
import io.tidemark.local.LocalStack;
import io.tidemark.local.ServiceProcess;
import io.tidemark.local.Signal;
import io.tidemark.local.StackOptions;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Redis away in every way there is, under steady traffic: the same process goes on, says why it
 * waits, holds no more than one batch in memory, and catches up with the recomputation.
 *
 * <p>{@code -Dtidemark.outage=5m} makes the longest outage longer than 20 s.
 */
@Order(5)
class RedisOutageIT {
  private static final Logger LOG = LoggerFactory.getLogger(RedisOutageIT.class);
  private static final long SEED = 20261121;
  private static final int USERS = 500;
  private static final int CUTS = 50;

  /** Three quarters of what the client takes at once. */
  private static final int MOST_UNDER_WAY = 15_000;

  private static final int MAX_MEMORY_MB = 512;
  private static final String APPLICATION = "redis-outage-it";
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration SHORT = Duration.ofSeconds(4);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration LONG =
      Duration.parse("PT" + System.getProperty("tidemark.outage", "20s").toUpperCase(Locale.ROOT));

  private static LocalStack stack;
  private static TestCluster kafka;
  private static SchemaRegistry registry;
  private static ServiceProcess service;
  private static SteadyEvents traffic;
  private static ClientResources resources;
  private static RedisClient client;
  private static StatefulRedisConnection<String, String> redis;

  private final HttpClient http = HttpClient.newHttpClient();
  private long pid;
  private Map<String, Map<String, Set<TopicPartition>>> groups;
  private int sentBefore;
  private double largestLag;

  @BeforeAll
  static void start() {
    stack = LocalStack.start(StackOptions.onFreePorts(), LOG::info);
    kafka = new TestCluster(stack.bootstrapServers());
    registry = SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
    service = new ServiceProcess(stack, APPLICATION).set("redis.timeout", "500ms");
    service.start(null);
    traffic = new SteadyEvents(kafka, new AvroWriter(registry, true), SEED, USERS);
    // By default a client waits up to 30 s before it looks again whether Redis is back.
    resources =
        ClientResources.builder().reconnectDelay(Delay.constant(Duration.ofMillis(20))).build();
    client = RedisClient.create(resources, stack.redisUrl());
    redis = client.connect();
    warmUp();
  }

  /** What a start costs is not to be counted as catching up. */
  private static void warmUp() {
    traffic.start();
    await().atMost(PATIENCE).until(() -> traffic.sent() >= 4 * USERS);
    traffic.pause();
    awaitRows();
  }

  @AfterAll
  static void stop() {
    traffic.close();
    client.shutdown();
    resources.shutdown();
    service.close();
    registry.close();
    kafka.close();
    stack.close();
  }

  @BeforeEach
  void goOn() {
    traffic.start();
    await().atMost(PATIENCE).until(() -> ready().isEmpty());
    pid = service.pid().orElseThrow();
    groups = groups();
    sentBefore = traffic.sent();
  }

  /** Also of a test that failed in the middle: the next one finds Redis as it should be. */
  @AfterEach
  void restore() {
    traffic.pause();
    commands().replicaofNoOne();
    commands().configSet("maxmemory", MAX_MEMORY_MB + "mb");
  }

  private static Map<String, Map<String, Set<TopicPartition>>> groups() {
    Map<String, Map<String, Set<TopicPartition>>> groups = new HashMap<>();
    groups.put(APPLICATION, kafka.members(APPLICATION));
    return groups;
  }

  private static RedisCommands<String, String> commands() {
    return redis.sync();
  }

  @Test
  void stoppedAndStartedWithItsData() {
    double replaced = metric("tidemark_store_replaced_total");
    saveAndStop();

    waitsFor(LONG, "unavailable", "No answer from Redis", "See that Redis runs");
    stack.redis().start();

    catchesUp("stopped for " + LONG.toSeconds() + " s");
    await().atMost(PATIENCE).until(() -> metric("tidemark_store_replaced_total") == replaced + 1);
    // a moment after the counter: readiness is on a clock of its own
    String said = "restarted or failed over";
    await().atMost(PATIENCE).until(() -> body("/health/ready"), ready -> ready.contains(said));
  }

  /** By a connection that does not come back: it would stop the next server too. */
  private static void saveAndStop() {
    RedisClient once = RedisClient.create(stack.redisUrl());
    once.setOptions(ClientOptions.builder().autoReconnect(false).build());
    try (StatefulRedisConnection<String, String> connection = once.connect()) {
      connection.async().shutdown(true);
      await().atMost(PATIENCE).until(() -> !stack.redis().isAlive());
    } finally {
      once.shutdown();
    }
  }

  /** Nobody sends an event: what comes back comes from the state of the service. */
  @Test
  void wiped() {
    traffic.pause();
    awaitRows();
    double replaced = metric("tidemark_store_replaced_total");
    commands().flushall();

    catchesUp("wiped");
    filledAnew(replaced);
  }

  @Test
  void startedAgainWithOldData() {
    commands().save();
    int saved = traffic.sent();
    await().atMost(PATIENCE).until(() -> traffic.sent() > saved + 2 * USERS);
    traffic.pause();
    awaitRows();
    double replaced = metric("tidemark_store_replaced_total");
    stack.redis().kill();
    stack.redis().start();

    catchesUp("started again with old data");
    filledAnew(replaced);
  }

  private void filledAnew(double replaced) {
    await().atMost(PATIENCE).until(() -> metric("tidemark_store_replaced_total") == replaced + 1);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(commands().hget("tidemark:_store", "state")).isEqualTo("complete"));
    await().atMost(PATIENCE).until(() -> metric("tidemark_store_rebuilding") == 0);
  }

  @Test
  void slow() {
    commands().clientPause(SHORT.toMillis());

    waitsFor(SHORT, "unavailable", "Redis is slow or out of reach");

    catchesUp("no answer for " + SHORT.toSeconds() + " s");
  }

  /** Nobody asks for readiness: the gauge that alerts look at follows by itself, both ways. */
  @Test
  void frozen() throws Exception {
    long redisPid = redisPid();
    String gauge = "tidemark_ready{check=\"redis\"}";
    long frozenNanos = System.nanoTime();
    Signal.STOP.send(redisPid);
    try {
      await().atMost(PATIENCE).pollInterval(POLL).until(() -> metric(gauge) == 0);
      LOG.info("Frozen: not ready after {} ms", msSince(frozenNanos));
      assertThat(answer("/health/ready").statusCode()).isEqualTo(503);
      assertThat(ready()).contains("Redis is slow or out of reach", "\"since\":");
    } finally {
      Signal.CONT.send(redisPid);
    }
    long thawedNanos = System.nanoTime();
    await().atMost(PATIENCE).pollInterval(POLL).until(() -> metric(gauge) == 1);
    LOG.info("Thawed: ready after {} ms", msSince(thawedNanos));
    catchesUp("frozen");
  }

  private static long redisPid() {
    String pid = commands().info("server").replaceAll("(?s).*process_id:(\\d+).*", "$1");
    return Long.parseLong(pid);
  }

  private static long msSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  @Test
  void outOfMemory() {
    commands().configSet("maxmemory", "1mb");

    waitsFor(SHORT, "rejected", "OOM", "Raise maxmemory");
    commands().configSet("maxmemory", MAX_MEMORY_MB + "mb");

    catchesUp("out of memory");
  }

  @Test
  void readOnlyReplica() {
    commands().replicaof("127.0.0.1", LocalRedis.freePort());

    waitsFor(SHORT, "rejected", "READONLY", "This server is a replica");
    commands().replicaofNoOne();

    catchesUp("read-only replica");
  }

  @Test
  void connectionsCutAgainAndAgain() {
    String failures = "tidemark_store_failures_total{reason=\"unavailable\"}";
    double failed = metric(failures);
    AtomicInteger cuts = new AtomicInteger();
    await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(PATIENCE)
        .until(
            () -> {
              commands().clientKill(KillArgs.Builder.typeNormal().skipme());
              return cuts.incrementAndGet() >= CUTS && metric(failures) > failed;
            });

    catchesUp("connections cut " + cuts + " times");
  }

  /** Lets the outage last, and holds what the service says about it against what is wrong. */
  private void waitsFor(Duration outage, String reason, String... texts) {
    String failures = "tidemark_store_failures_total{reason=\"" + reason + "\"}";
    double failed = metric(failures);
    long endNanos = System.nanoTime() + outage.toNanos();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(ready()).contains(texts));
    await().atMost(PATIENCE).until(() -> metric("tidemark_ready{check=\"redis\"}") == 0);
    await().atMost(PATIENCE).until(() -> metric(failures) > failed);
    await()
        .atMost(outage.plus(PATIENCE))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              largestLag = Math.max(largestLag, metric("tidemark_store_lag"));
              return System.nanoTime() > endNanos;
            });
    assertThat(largestLag).as("memory is bounded").isBetween(1.0, (double) MOST_UNDER_WAY + USERS);
    assertSameProcess();
  }

  /** Called when the outage is over: nothing is lost, nothing counted twice, nobody has left. */
  private void catchesUp(String what) {
    long overNanos = System.nanoTime();
    traffic.pause();
    int events = traffic.sent() - sentBefore;
    awaitRows();
    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - overNanos);
    LOG.info(
        "{}: {} events of the outage were in Redis {} ms after it ({} per second); most writes"
            + " waiting {}",
        what,
        events,
        tookMs,
        events * 1_000L / Math.max(1, tookMs),
        largestLag);
    await().atMost(PATIENCE).until(() -> ready().isEmpty());
    assertSameProcess();
    await().atMost(PATIENCE).until(() -> metric("tidemark_store_lag") == 0);
  }

  /** Every row is what the recomputation says. */
  private static void awaitRows() {
    Map<String, Map<String, Object>> expected = traffic.expected();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(rows(expected)).as("seed %d", SEED).isEqualTo(expected));
  }

  private void assertSameProcess() {
    service.requireAlive();
    assertThat(service.pid()).hasValue(pid);
    assertThat(groups()).as("nobody has left the groups").isEqualTo(groups);
  }

  /** The fields that are expected, as any Redis client reads them. */
  private static Map<String, Map<String, Object>> rows(Map<String, Map<String, Object>> expected) {
    Map<String, RedisFuture<Map<String, String>>> reads = new TreeMap<>();
    expected.keySet().forEach(u -> reads.put(u, redis.async().hgetall("tidemark:user:" + u)));
    Map<String, Map<String, Object>> rows = new TreeMap<>();
    reads.forEach(
        (user, read) -> {
          Map<String, Object> row = new TreeMap<>();
          Map<String, String> hash = get(read);
          for (String field : expected.get(user).keySet()) {
            String text = hash.getOrDefault(field, "absent");
            row.put(field, text.matches("[0-9.]+") ? (Object) Double.valueOf(text) : text);
          }
          rows.put(user, row);
        });
    return rows;
  }

  private static <T> T get(RedisFuture<T> read) {
    try {
      return read.get();
    } catch (ExecutionException e) {
      throw new AssertionError("Redis does not answer", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** What readiness complains about; empty when it is ready. */
  private String ready() {
    HttpResponse<String> response = answer("/health/ready");
    return response.statusCode() == 200 ? "" : response.body();
  }

  private String body(String path) {
    return answer(path).body();
  }

  private double metric(String name) {
    return body("/metrics")
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  private HttpResponse<String> answer(String path) {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(service.url(path))).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("the service does not answer " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
