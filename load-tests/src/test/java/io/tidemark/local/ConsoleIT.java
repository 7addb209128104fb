package io.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.demo.Channel;
import io.tidemark.demo.Ledger;
import io.tidemark.demo.RankerModel;
import io.tidemark.demo.TrafficGenerator;
import io.tidemark.demo.TrafficPlan;
import io.tidemark.demo.TrainingSample;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console of a running service in a real browser: every page wide and light, narrow and dark.
 * What it shows is held against {@code /metrics} and against what was sent. The topics of the demo
 * are used as a whole, so that the stack is one of its own.
 */
class ConsoleIT {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleIT.class);
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path SCRIPT =
      BuiltFiles.repository().resolve("load-tests/src/test/resources/console/visit.mjs");
  private static final Path PICTURES = BuiltFiles.repository().resolve("load-tests/target/console");
  private static final int PAGES = 7;
  private static final int TRAINING_ROWS = 5_000;

  @TempDir private static Path folder;
  private static final Ledger LEDGER = new Ledger();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static LocalStack stack;
  private static ServiceProcess service;
  private static String metrics;
  private static JsonNode seen;

  @BeforeAll
  static void start() throws Exception {
    Path packages = ClientPackages.BROWSER.require();
    stack = LocalStack.start(StackOptions.onFreePorts(), LOG::info);
    service =
        new ServiceProcess(stack, "console-it")
            .set("http.tokens.ops", TOKEN)
            .set("http.tokens.read", TOKEN);
    send();
    await().atMost(PATIENCE).until(ConsoleIT::isAllRead);
    metrics = scrape();
    seen = visit(packages);
  }

  private static void send() throws IOException {
    try (SchemaRegistry registry =
            SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
        TrafficProducer producer =
            new TrafficProducer(stack.bootstrapServers(), registry, LEDGER)) {
      producer.registerSchemas();
      service.start(BuiltFiles.copy("/demo/demo.yaml", stack.folder("console")));
      publishBaseline();
      Duration length = Duration.ofSeconds(110);
      long startMs = Clock.systemUTC().millis() - length.toMillis() - 25_000;
      producer.publish(
          new TrafficGenerator(new TrafficPlan(3, startMs, length, 20, 40, 50)), sent -> {});
    }
  }

  private static void publishBaseline() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<String> lines = new ArrayList<>();
    for (Map<String, Object> row : TrainingSample.rows(3, TRAINING_ROWS)) {
      lines.add(mapper.writeValueAsString(row));
    }
    Path file = Files.write(folder.resolve("training.jsonl"), lines);
    service.command(
        "baseline",
        List.of(
            "--input", file.toString(),
            "--model", RankerModel.NAME,
            "--model-version", RankerModel.VERSION));
  }

  /** Whether everything is read and every label closed: nothing changes any more by itself. */
  private static boolean isAllRead() {
    metrics = scrape();
    return sum("tidemark_records_total") == LEDGER.sent().values().stream().mapToInt(n -> n).sum()
        && sum("tidemark_join_labels", "state=\"opened\"") > 0
        && sum("tidemark_join_pending") == 0;
  }

  private static JsonNode visit(Path packages) throws Exception {
    Files.createDirectories(PICTURES);
    Path script =
        Files.writeString(packages.resolve("browser/visit.mjs"), Files.readString(SCRIPT));
    String request = LEDGER.predictions().keySet().iterator().next();
    List<String> words =
        List.of(
            "node",
            script.toString(),
            service.url(""),
            TOKEN,
            LEDGER.busiestUsers(1).get(0),
            request,
            PICTURES.toString());
    Path problems = folder.resolve("problems.txt");
    return new ObjectMapper().readTree(new ClientProgram(words, folder, problems).output());
  }

  private static String scrape() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(service.url("/metrics")))
            .header("Authorization", "Bearer " + TOKEN)
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new StackException("Cannot read " + request.uri() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while reading " + request.uri(), e);
    }
  }

  /** The sum of the samples of a meter that have these tags. */
  private static long sum(String meter, String... tags) {
    return Pattern.compile("(?m)^" + meter + "(?:\\{(.*)})? ([0-9.E]+)$")
        .matcher(metrics)
        .results()
        .filter(sample -> List.of(tags).stream().allMatch(tag -> tagsOf(sample).contains(tag)))
        .mapToLong(sample -> (long) Double.parseDouble(sample.group(2)))
        .sum();
  }

  private static String tagsOf(MatchResult sample) {
    return sample.group(1) == null ? "" : sample.group(1);
  }

  @AfterAll
  static void stop() {
    for (AutoCloseable part : new AutoCloseable[] {service, stack}) {
      try {
        if (part != null) {
          part.close();
        }
      } catch (Exception e) {
        LOG.warn("not closed", e);
      }
    }
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static JsonNode page(String name) {
    return seen.at("/pages/" + name);
  }

  /** What the page says of a figure, without what groups its digits. */
  private static long figure(String page, String figure) {
    String text = page(page + " light").at("/figures/" + figure).asText();
    return Long.parseLong(text.replace(",", ""));
  }

  @Test
  void nothingGoesWrongOnAnyPage() {
    assertThat(texts(seen.get("problems"))).isEmpty();
    assertThat(seen.get("pages")).hasSize(2 * PAGES);
  }

  @Test
  void nobodyElseIsAskedAndTheTokenIsInNoAddress() {
    assertThat(texts(seen.get("requests")))
        .hasSizeGreaterThan(50)
        .allMatch(url -> url.startsWith(service.url("/")) || url.startsWith("data:"))
        .noneMatch(url -> url.contains(TOKEN));
    assertThat(seen.at("/kept/cookies").asText()).isEmpty();
    assertThat(seen.at("/kept/local").asText()).isEqualTo("{}");
    assertThat(seen.at("/kept/address").asText()).doesNotContain(TOKEN);
    assertThat(seen.get("refusal").asText()).isNotBlank();
  }

  @Test
  void nobodyMeetsASeriousBarrier() {
    assertThat(texts(seen.get("barriersOfLogin"))).isEmpty();
    seen.get("pages")
        .properties()
        .forEach(
            page -> {
              assertThat(texts(page.getValue().get("barriers"))).as(page.getKey()).isEmpty();
              assertThat(page.getValue().get("unnamed").asInt()).as(page.getKey()).isZero();
              assertThat(page.getValue().get("wider").asInt()).as(page.getKey()).isZero();
            });
  }

  @Test
  void everyPageIsReachedByKeysWhichKeepTheirPlace() {
    assertThat(texts(seen.get("reached")))
        .containsExactly(
            "#/sources", "#/quarantine", "#/features", "#/labels", "#/drift", "#/alarms");
  }

  @Test
  void overviewShowsWhatTheScrapeSays() {
    assertThat(figure("overview", "records")).isEqualTo(sum("tidemark_records_total"));
    assertThat(figure("overview", "quarantined"))
        .isEqualTo(sum("tidemark_records_total", "outcome=\"quarantined\""));
    assertThat(figure("overview", "pending")).isZero();
    assertThat(page("overview light").get("text").asText())
        .contains("schema-registry", "console-it", "(this one)", "Event time to acknowledged");
  }

  @Test
  void countsOfEachSourceAddUpToWhatWasSent() {
    for (String source : List.of("user_events", "predictions", "outcomes")) {
      String tag = "source=\"" + source + "\"";
      assertThat(figure("sources", source + " read"))
          .isEqualTo(sum("tidemark_records_total", tag))
          .isEqualTo((long) LEDGER.sent().get(source.replace('_', '-')));
      for (String outcome : List.of("valid", "duplicate", "late", "quarantined")) {
        assertThat(figure("sources", source + " " + outcome))
            .isEqualTo(sum("tidemark_records_total", tag, "outcome=\"" + outcome + "\""));
      }
    }
    String text = page("sources light").get("text").asText();
    assertThat(text.split("✓ adds up", -1)).hasSize(4);
    assertThat(text).doesNotContain("differs by").contains("price_not_negative");
  }

  @Test
  void quarantineHoldsEveryRecordThatWasSpoiled() {
    assertThat(figure("quarantine", "in quarantine"))
        .isEqualTo(LEDGER.spoiled().size())
        .isEqualTo(sum("tidemark_quarantined_total"));
  }

  @Test
  void valuesOfAKeyAreShownWithTheirTiles() {
    assertThat(page("features light").get("text").asText())
        .contains(LEDGER.busiestUsers(1).get(0), "activity.events_5m")
        .contains("Why: the tiles of each window");
    assertThat(page("features light").get("pictures").asInt()).isGreaterThan(1);
  }

  @Test
  void funnelAddsUpToThePredictionsOfTheLedger() {
    for (String label : List.of("click", "purchase")) {
      assertThat(figure("labels", label + " opened"))
          .isEqualTo(sum("tidemark_join_labels", "label=\"" + label + "\"", "state=\"opened\""))
          .isEqualTo(LEDGER.predictions().size());
    }
    assertThat(page("labels light").get("text").asText())
        .contains("✓ adds up", "every label has closed");
  }

  @Test
  void driftHasEverySeriesOfTheScrape() {
    String text = page("drift light").get("text").asText();
    assertThat(text)
        .contains("age", "days_since_visit", "Baseline and now", "Over time")
        .contains(
            Pattern.compile("(?m)^tidemark_drift_status\\{").matcher(metrics).results().count()
                + " series");
  }

  @Test
  void whatAServiceSaysIsNeverMarkup() {
    assertThat(seen.at("/hostile/hurt").isNull()).isTrue();
    assertThat(seen.at("/hostile/images").asInt()).isZero();
    assertThat(seen.at("/hostile/text").asText()).contains("<img src=x onerror");
  }

  @Test
  void fiveThousandSeriesAreShownAPageAtATime() {
    JsonNode many = seen.get("many");
    LOG.info(
        "5,000 series: first paint after {} ms, all there after {} ms, filtered in {} ms, sorted in"
            + " {} ms",
        many.get("firstPaintMs").asInt(),
        many.get("shownMs").asInt(),
        many.get("filterMs").asInt(),
        many.get("sortMs").asInt());
    assertThat(many.get("rows").asInt()).isEqualTo(50);
    assertThat(many.get("text").asText()).contains("1 to 50 of 5,000");
  }

  /** The first of its pages is for everyone, the others for operators alone. */
  @Test
  void pageIsOpenAndItsFiguresAreNot() {
    assertThat(service.status("/console")).isEqualTo(200);
    assertThat(service.status("/console/main.js")).isEqualTo(200);
    for (String path : List.of("/v1/overview", "/v1/erasures", "/metrics", "/v1/drift")) {
      assertThat(service.status(path)).as(path).isEqualTo(401);
    }
    assertThat(LEDGER.sent(Channel.PREDICTIONS)).isPositive();
  }
}
