package io.tidemark.history.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.avro.AlertState;
import io.tidemark.avro.DriftAlert;
import io.tidemark.avro.DriftMetric;
import io.tidemark.history.History;
import io.tidemark.history.HistoryFeed;
import io.tidemark.history.HistoryTable;
import io.tidemark.history.PastRecords;
import io.tidemark.history.disk.HistoryDisk;
import io.tidemark.http.HttpService;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The past over HTTP. */
class HistoryRoutesTest {
  private static final long MINUTE_MS = 60_000;

  @TempDir Path folder;
  private final AtomicReference<History> history = new AtomicReference<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private HistoryDisk disk;
  private HttpService server;

  @BeforeEach
  void start() {
    disk = new HistoryDisk(folder, Duration.ofDays(1), 1L << 30);
    HttpService http =
        new HttpService(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> "", List.of());
    HistoryRoutes.mount(http, () -> Optional.ofNullable(history.get()));
    server = http.start();
    history.set(new History(disk));
  }

  @AfterEach
  void stop() {
    server.close();
    disk.close();
  }

  private void drift(DriftMetric... metrics) {
    HistoryFeed<DriftMetric> feed = new HistoryFeed<>(HistoryTable.DRIFT, "drift", disk);
    List.of(metrics).forEach(feed::accept);
    feed.reached(0, 1);
  }

  private void alerts(DriftAlert... alerts) {
    HistoryFeed<DriftAlert> feed = new HistoryFeed<>(HistoryTable.ALERTS, "alerts", disk);
    List.of(alerts).forEach(feed::accept);
    feed.reached(0, 1);
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://localhost:" + server.address().getPort() + path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
    return client.send(request, BodyHandlers.ofString());
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new ObjectMapper().readTree(response.body());
  }

  private List<Double> psis(String path) throws Exception {
    List<Double> psis = new ArrayList<>();
    for (Iterator<JsonNode> lists = json(path).elements(); lists.hasNext(); ) {
      lists.next().forEach(record -> psis.add(record.get("psi").asDouble()));
    }
    return psis;
  }

  @Test
  void recordHasEveryFieldOfTheTopicAndTheDetailOnlyWhereItIsWanted() throws Exception {
    drift(PastRecords.metric("ranker", "spend", MINUTE_MS, 0.25));
    JsonNode short0 = json("/v1/drift").get("drift").get(0);
    JsonNode whole = json("/v1/drift?bins=true").get("drift").get(0);
    for (Schema.Field field : DriftMetric.getClassSchema().getFields()) {
      assertThat(whole.has(field.name())).as(field.name()).isTrue();
      assertThat(short0.has(field.name())).isEqualTo(!field.name().equals("bins"));
    }
    assertThat(whole.get("window_end").asText()).isEqualTo("1970-01-01T00:01:00Z");
    assertThat(whole.get("surface").asText()).isEqualTo("FEATURE");
    assertThat(whole.get("psi").asDouble()).isEqualTo(0.25);
    assertThat(whole.get("bins").get(0).get("bin").asText()).isEqualTo("[0, 1]");
    assertThat(whole.get("segment").isNull()).isTrue();
  }

  @Test
  void pagesGoOnWhereTheLastOneEnded() throws Exception {
    drift(
        PastRecords.metric("ranker", "spend", MINUTE_MS, 1),
        PastRecords.metric("ranker", "spend", 2 * MINUTE_MS, 2),
        PastRecords.metric("ranker", "visits", MINUTE_MS, 3));
    JsonNode first = json("/v1/drift?limit=2");
    assertThat(first.get("drift")).hasSize(2);
    assertThat(psis("/v1/drift?limit=2")).containsExactly(2.0, 1.0);
    String next = first.get("next").asText();
    assertThat(psis("/v1/drift?limit=2&after=" + next)).containsExactly(3.0);
    assertThat(json("/v1/drift?limit=2&after=" + next).get("next").isNull()).isTrue();
  }

  @Test
  void onlyWhatIsAskedForIsTold() throws Exception {
    drift(
        PastRecords.metric("ranker", "spend", MINUTE_MS, 1),
        PastRecords.metric("ranker", "spend", 2 * MINUTE_MS, 2),
        PastRecords.metric("ranker", "spend", 3 * MINUTE_MS, 3),
        PastRecords.metric("other", "spend", MINUTE_MS, 4));
    assertThat(psis("/v1/drift?model=other&version=v1&window=1m&surface=feature"))
        .containsExactly(4.0);
    assertThat(psis("/v1/drift?model=ranker&latest=true")).containsExactly(3.0);
    assertThat(psis("/v1/drift?segment=&model=other")).containsExactly(4.0);
    assertThat(psis("/v1/drift?segment=device=phone")).isEmpty();
    assertThat(psis("/v1/drift?from=1970-01-01T00:02:00Z&until=1970-01-01T00:03:00Z"))
        .containsExactly(2.0);
    assertThat(psis("/v1/drift?model=ranker&step=3m")).containsExactly(3.0, 2.0);
  }

  @Test
  void openEpisodesAreThoseWhoseNewestWordIsNoEnd() throws Exception {
    alerts(
        PastRecords.alert("ranker", "e1", AlertState.OPENED, MINUTE_MS, 1),
        PastRecords.alert("ranker", "e2", AlertState.OPENED, 2 * MINUTE_MS, 2),
        PastRecords.alert("ranker", "e1", AlertState.CLOSED, 3 * MINUTE_MS, 3));
    assertThat(psis("/v1/alerts")).containsExactly(3.0, 2.0, 1.0);
    assertThat(psis("/v1/alerts?open=true")).containsExactly(2.0);
    assertThat(psis("/v1/alerts?open=false")).containsExactly(3.0);
    assertThat(psis("/v1/alerts?state=opened")).containsExactly(2.0, 1.0);
    assertThat(psis("/v1/alerts?episode=e1&latest=true")).containsExactly(3.0);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/drift?modell=x, modell",
    "/v1/drift?open=true, open",
    "/v1/alerts?step=5m, step",
    "/v1/alerts?bins=true, bins",
    "/v1/drift?limit=0, from 1 to",
    "/v1/drift?limit=many, limit",
    "/v1/drift?from=yesterday, instant",
    "/v1/drift?step=5, such as 5m",
    "/v1/drift?latest=yes, true or false",
    "/v1/drift?after=AAAA, next",
    "/v1/drift?model=a&model=b, once",
    "/v1/drift?from=1970-01-01T00:02:00Z&until=1970-01-01T00:02:00Z, before until"
  })
  void whatMakesNoSenseIsNamed(String path, String said) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains(said);
  }

  @Test
  void beforeThereIsAHistoryWhoAsksIsToldToComeAgain() throws Exception {
    history.set(null);
    HttpResponse<String> response = get("/v1/quality");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void historyThatCannotBeReadSaysWhyAndWhereItCan() throws Exception {
    disk.close();
    HttpResponse<String> response = get("/v1/quality");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("is closed").contains("Another instance");
  }

  @Test
  void nothingIsAnEmptyList() throws Exception {
    assertThat(json("/v1/quality").get("quality")).isEmpty();
  }
}
