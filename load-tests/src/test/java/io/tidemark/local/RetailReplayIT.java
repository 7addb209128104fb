package io.tidemark.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemark.local.NaiveSpending.Window;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The retail example from its file to Redis: customer features equal a naive recomputation at
 * several read times, and every row is accounted for.
 */
@ExtendWith(SharedStackExtension.class)
@Order(9)
class RetailReplayIT {
  private static final String HEADER = "customer_id,item,quantity,unit_price,invoice_time,country";
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final List<Window> OF_THE_EXAMPLE =
      List.of(
          new Window("1h", HOUR, 5 * MINUTE),
          new Window("24h", 24 * HOUR, 2 * HOUR),
          new Window("7d", 168 * HOUR, 12 * HOUR));
  private static final List<Window> SHORT =
      List.of(
          new Window("1m", MINUTE, 5 * SECOND),
          new Window("2m", 2 * MINUTE, 10 * SECOND),
          new Window("5m", 5 * MINUTE, 15 * SECOND));
  private static final int PARTITIONS = 4;
  private static final int SEED = 11;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** A hop is due at once; the rest is the way to Redis on a busy machine. */
  private static final long FRESH_WITHIN_MS = 5 * SECOND;

  @TempDir private Path folder;
  private final NaiveSpending inHistory = new NaiveSpending(OF_THE_EXAMPLE);

  @Test
  void everyCustomerOfTheRealShopIsRightAtEveryPause(Stack stack) throws Exception {
    Path file = ExampleService.data("online-retail.csv.gz");
    assumeTrue(Files.exists(file), () -> "SKIPPED: no real data at " + file);
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
      reader.lines().skip(1).forEach(lines::add);
    }
    replayHistory(stack, "retail-real", lines, List.of(60_000, 250_000, 541_909));
    assertThat(inHistory.counts())
        .isEqualTo(Map.of("MISSING_FIELD", 135_080, "duplicate", 5_301, "valid", 401_528));
    assertThat(inHistory.customers()).hasSize(4_339);
  }

  @Test
  void everyCustomerOfAMadeUpShopIsRightAtEveryPause(Stack stack) throws Exception {
    Instant start = Instant.parse("2020-02-27T00:00:00Z");
    List<String> lines = rows(6_000, start, Duration.ofDays(20), Duration.ofMinutes(30));
    replayHistory(stack, "retail-history", lines, List.of(50, 2_000, 2_001, 6_000));
  }

  private void replayHistory(Stack stack, String name, List<String> lines, List<Integer> cuts)
      throws IOException {
    try (ExampleService service = service(stack, name, UnaryOperator.identity());
        StoredFeatures store = new StoredFeatures(stack.redisUrl())) {
      int from = 0;
      for (int to : cuts) {
        replay(service, lines.subList(from, to), inHistory);
        Map<Integer, Long> clocks = streamTimes(inHistory);
        await().atMost(PATIENCE).untilAsserted(() -> assertAllRight(service, store, clocks));
        from = to;
      }
    }
  }

  /** Right for the instant the vector names, and still so at its partition's stream time. */
  private void assertAllRight(
      ExampleService service, StoredFeatures store, Map<Integer, Long> clocks) {
    for (String customer : inHistory.customers()) {
      Map<String, String> stored = service.stored(store, "customer", customer);
      assertThat(stored).as("%s in the store", customer).containsKey("_as_of");
      long asOfMs = Long.parseLong(stored.get("_as_of"));
      for (long nowMs : List.of(asOfMs, clocks.get(partition(customer)))) {
        assertThat(values(stored))
            .as("%s at %s (as of %d)", customer, Instant.ofEpochMilli(nowMs), asOfMs)
            .isEqualTo(inHistory.features(customer, nowMs));
      }
    }
  }

  /** Stream time of a partition is the newest event in it that counts for a feature. */
  private static Map<Integer, Long> streamTimes(NaiveSpending naive) {
    Map<Integer, Long> clocks = new HashMap<>();
    for (String customer : naive.customers()) {
      clocks.merge(partition(customer), naive.newestMs(customer), Math::max);
    }
    return clocks;
  }

  private static int partition(String customer) {
    return Utils.toPositive(Utils.murmur2(customer.getBytes(UTF_8))) % PARTITIONS;
  }

  @Test
  void valuesDecayOnTimeWhileNothingArrives(Stack stack) throws Exception {
    Clock clock = Clock.systemUTC();
    NaiveSpending naive = new NaiveSpending(SHORT);
    try (ExampleService service = service(stack, "retail-live", RetailReplayIT::live);
        StoredFeatures store = new StoredFeatures(stack.redisUrl())) {
      Duration span = Duration.ofMinutes(4);
      replay(service, rows(3_000, clock.instant().minus(span), span, Duration.ZERO), naive);
      await()
          .atMost(PATIENCE)
          .until(() -> naive.customers().stream().allMatch(c -> isFresh(service, store, clock, c)));
      Map<String, Map<String, Object>> before = new TreeMap<>();
      for (int reading = 0; reading < 3; reading++) {
        await().pollDelay(Duration.ofSeconds(6)).until(() -> true);
        Map<String, Map<String, Object>> now = readLive(service, store, clock, naive);
        assertThat(now).as("values after reading %d", reading).isNotEqualTo(before);
        before = now;
      }
    }
  }

  private static boolean isFresh(
      ExampleService service, StoredFeatures store, Clock clock, String customer) {
    Map<String, String> stored = service.stored(store, "customer", customer);
    return validUntil(stored) > clock.millis() - FRESH_WITHIN_MS;
  }

  private static Map<String, Map<String, Object>> readLive(
      ExampleService service, StoredFeatures store, Clock clock, NaiveSpending naive) {
    Map<String, Map<String, Object>> read = new TreeMap<>();
    for (String customer : naive.customers()) {
      long readMs = clock.millis();
      Map<String, String> stored = service.stored(store, "customer", customer);
      long asOfMs = Long.parseLong(stored.get("_as_of"));
      assertThat(values(stored))
          .as("%s as of %d", customer, asOfMs)
          .isEqualTo(naive.features(customer, asOfMs));
      assertThat(validUntil(stored))
          .as("%s read at %d as of %d", customer, readMs, asOfMs)
          .isGreaterThan(readMs - FRESH_WITHIN_MS);
      read.put(customer, values(stored));
    }
    return read;
  }

  private static long validUntil(Map<String, String> stored) {
    if (!stored.containsKey("_as_of")) {
      return Long.MIN_VALUE;
    }
    return Long.parseLong(stored.getOrDefault("_valid_until", String.valueOf(Long.MAX_VALUE)));
  }

  /** The wall clock, and windows short enough to see them move. */
  private static String live(String definitions) {
    return definitions
        .replaceAll("(clock: stream|max_time_step).*\n", "")
        .replace("[1h, 24h, 7d]", "[1m, 2m, 5m]")
        .replace("[24h]", "[2m]")
        .replace("[7d]", "[5m]");
  }

  private ExampleService service(Stack stack, String name, UnaryOperator<String> edit)
      throws IOException {
    ExampleService service = new ExampleService(stack, name);
    return service.register("transactions", "transactions.avsc").start("retail.yaml", edit, folder);
  }

  /** Publishes rows and waits until each is counted as what the oracle says it is. */
  private void replay(ExampleService service, List<String> lines, NaiveSpending naive)
      throws IOException {
    List<String> part = new ArrayList<>(List.of(HEADER));
    part.addAll(lines);
    Path csv = Files.write(folder.resolve("part.csv"), part);
    try (CSVParser rows = CSVParser.parse(csv, UTF_8, CSVFormat.RFC4180)) {
      rows.stream().skip(1).forEach(row -> naive.add(row.toList()));
    }
    service.replay("retail.mapping.yaml", "transactions", csv);
    int total = naive.counts().values().stream().mapToInt(Integer::intValue).sum();
    await().atMost(PATIENCE).until(() -> sum(service.counts("records", "outcome")) >= total);
    Map<String, Integer> outcomes = service.counts("records", "outcome");
    outcomes.remove("quarantined");
    outcomes.putAll(service.counts("quarantined", "reason"));
    // every count is there before its first event
    outcomes.values().removeIf(count -> count == 0);
    assertThat(outcomes).isEqualTo(naive.counts());
  }

  private static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** What the store holds, without its own fields and the group's name; numbers as doubles. */
  private static Map<String, Object> values(Map<String, String> stored) {
    Map<String, Object> values = new TreeMap<>();
    stored.forEach(
        (field, text) -> {
          if (!field.startsWith("_")) {
            String feature = field.replace("spending.", "");
            values.put(feature, feature.equals("last_item") ? text : Double.valueOf(text));
          }
        });
    return values;
  }

  /** Seeded rows, dirty as real ones are: no customer, returns, refused prices, exact repeats. */
  private static List<String> rows(int count, Instant start, Duration span, Duration jitter) {
    Random random = new Random(SEED);
    List<String> rows = new ArrayList<>();
    while (rows.size() < count) {
      long atMs = span.toMillis() * rows.size() / count;
      long lateMs = (long) (random.nextDouble() * jitter.toMillis());
      if (!rows.isEmpty() && random.nextInt(20) == 0) {
        rows.add(rows.get(rows.size() - 1));
        continue;
      }
      rows.add(
          String.join(
              ",",
              random.nextInt(5) == 0 ? "" : "c" + (int) (Math.pow(random.nextDouble(), 2) * 300),
              "item " + random.nextInt(40),
              String.valueOf(random.nextInt(15) == 0 ? -2 : 1 + random.nextInt(12)),
              String.valueOf((random.nextInt(50) == 0 ? -1 : 1) * random.nextInt(10_000) / 100.0),
              start.plusMillis(Math.max(0, atMs - lateMs)).toString(),
              "Nowhere"));
    }
    return rows;
  }
}
