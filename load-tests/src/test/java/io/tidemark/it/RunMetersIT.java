package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.avro.UserEvent;
import io.tidemark.local.Namespace;
import io.tidemark.local.ServiceProcess;
import io.tidemark.local.SharedStackExtension;
import io.tidemark.local.Stack;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a running service says of its topology, its state and its start, as a scraper reads it. */
@ExtendWith(SharedStackExtension.class)
@Order(12)
class RunMetersIT {
  private static final Namespace NAMES = new Namespace("run-meters");
  private static final Path CATALOGUE = Path.of("../monitoring/README.md");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int EVENTS = 200;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path folder;
  private final Clock clock = Clock.systemUTC();
  private TestCluster kafka;
  private SchemaRegistry registry;
  private ServiceProcess service;
  private Path definitions;

  @BeforeEach
  void start(Stack stack) throws IOException {
    kafka = new TestCluster(stack.bootstrapServers());
    registry = SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
    NAMES.registerDefaults(registry);
    Path state = folder.resolve("state");
    service = NAMES.service(stack).set("state.dir", state.toString());
    definitions = Files.writeString(folder.resolve("default.yaml"), NAMES.ofDefaults());
    service.start(definitions);
  }

  @AfterEach
  void stop() {
    service.close();
    registry.close();
    kafka.close();
  }

  @Test
  void scrapeSaysHowTheTopologyRuns() throws Exception {
    send();
    String read = NAMES.topic("user-events");
    await().atMost(PATIENCE).until(() -> sum("tidemark_lag_seconds", read) == 0);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(lines("tidemark_lag_records", read)).isNotEmpty();
              assertThat(sum("tidemark_lag_records", read)).isZero();
              assertThat(sum("tidemark_state_memory_bytes", "features-user")).isPositive();
              assertThat(sum("tidemark_feature_heap_entities", "")).isEqualTo(EVENTS);
            });
    assertThat(sum("tidemark_stream_threads", "running")).isPositive();
    assertThat(sum("tidemark_stream_tasks", "active")).isPositive();
    assertThat(sum("tidemark_stream_tasks", "standby")).isZero();
    assertThat(sum("tidemark_stream_rebalances_total", "")).isPositive();
    assertThat(sum("tidemark_transaction_time_seconds_count", "committed")).isPositive();
    assertThat(lines("tidemark_transaction_time_seconds_count", "aborted")).isNotEmpty();
    assertThat(sum("tidemark_restore_partitions", "")).isZero();
    assertThat(sum("tidemark_state_background_errors", "")).isZero();
    assertThat(sum("tidemark_state_free_bytes", "")).isPositive();
    assertThat(lines("tidemark_start_time_seconds", "topology")).isNotEmpty();
    assertThat(lines("tidemark_build_info", "version=\"0.1.0\"")).hasSize(1);
    everyMeterIsInTheCatalogue();
    scraperGetsWhatItAsksFor();
    restoredStateIsCounted();
  }

  private void send() {
    AvroWriter writer = new AvroWriter(registry, true);
    for (int i = 0; i < EVENTS; i++) {
      UserEvent event =
          UserEvent.newBuilder()
              .setEventId("e" + i)
              .setUserId("u" + i)
              .setItemId("i")
              .setEventType("view")
              .setOccurredAt(clock.instant())
              .build();
      kafka.post(
          NAMES.topic("user-events"), null, writer.write(NAMES.subject("user-events"), event));
    }
  }

  private void everyMeterIsInTheCatalogue() throws IOException {
    String catalogue = Files.readString(CATALOGUE);
    Pattern help = Pattern.compile("# HELP (tidemark_\\w+) .*");
    List<String> names =
        scrape("text/plain")
            .lines()
            .map(help::matcher)
            .filter(line -> line.matches())
            .map(line -> line.group(1))
            .filter(name -> !name.endsWith("_seconds_max"))
            .toList();
    assertThat(names).hasSizeGreaterThan(40).allMatch(name -> catalogue.contains("`" + name + "`"));
  }

  private void scraperGetsWhatItAsksFor() {
    assertThat(scrape("application/openmetrics-text; version=1.0.0")).endsWith("# EOF\n");
    assertThat(scrape("text/plain")).doesNotContain("# EOF");
  }

  private void restoredStateIsCounted() throws IOException {
    // what is not committed is read again, not restored
    String changelog = NAMES.name() + "-features-user-changelog";
    await().atMost(PATIENCE).until(() -> kafka.readCommitted(changelog).size() > EVENTS);
    service.kill();
    Files.move(folder.resolve("state"), folder.resolve("lost"));
    service.start(definitions);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(sum("tidemark_restore_records_total", "")).isGreaterThan(EVENTS);
              assertThat(sum("tidemark_restore_remaining", "")).isZero();
            });
  }

  private List<String> lines(String meter, String tag) {
    return scrape("text/plain")
        .lines()
        .filter(line -> line.startsWith(meter + "{") || line.startsWith(meter + " "))
        .filter(line -> line.contains(tag))
        .toList();
  }

  private double sum(String meter, String tag) {
    return lines(meter, tag).stream()
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private String scrape(String accept) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(service.url("/metrics")))
            .header("Accept", accept)
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
