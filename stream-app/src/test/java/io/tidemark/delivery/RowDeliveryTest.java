package io.tidemark.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kafka.SettableClock;
import io.tidemark.monitoring.metrics.PrometheusExport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows of a task on their way into a store that works, is slow, away, or refuses. */
class RowDeliveryTest {
  private final PrometheusExport export = new PrometheusExport();
  private final SettableClock wall = new SettableClock();
  private final UnsteadyStore store = new UnsteadyStore();
  private final StoreOutlet outlet = new StoreOutlet(store, 1_000, export.metrics().store(), wall);
  private final RowDelivery delivery = new RowDelivery(outlet, export.metrics(), wall);
  private final List<String> failed = new ArrayList<>();

  @AfterEach
  void close() {
    export.close();
  }

  private void send(String... users) {
    for (String user : users) {
      delivery.send(Rows.of(user, 1), wall.millis() - 40);
    }
    delivery.dispatch();
  }

  private List<String> collect() {
    failed.clear();
    delivery.collect(one -> failed.add(one.key()));
    return List.copyOf(failed);
  }

  private void assertMeasured(String... lines) {
    assertThat(export.scrape()).contains(lines);
  }

  @Test
  void rowsAreWrittenInOrderAndAcknowledged() {
    send("a", "b");
    assertThat(store.written()).extracting(row -> row.key().key()).containsExactly("a", "b");
    assertThat(collect()).isEmpty();
    assertThat(delivery.sent()).isEqualTo(2);
    assertThat(delivery.answered()).isEqualTo(2);
    assertMeasured(
        "tidemark_store_writes_total{entity=\"user\",outcome=\"applied\"} 2.0",
        "tidemark_feature_freshness_seconds_count{entity=\"user\"} 2",
        "tidemark_feature_freshness_seconds_sum{entity=\"user\"} 0.08");
  }

  @Test
  void rowIsWrittenWithTheBatchItFillsOrTheNextDispatch() {
    for (int i = 0; i < 257; i++) {
      delivery.send(Rows.of("u" + i, 1), RowDelivery.NO_EVENT);
    }
    assertThat(store.written()).hasSize(256);
    assertThat(delivery.room()).isEqualTo(999);
    delivery.dispatch();
    assertThat(store.written()).hasSize(257);
  }

  @Test
  void whatIsNotAnsweredIsNamedAndCountedAsWaiting() {
    store.hold();
    send("a", "b");
    delivery.show(3);
    assertThat(delivery.unanswered()).containsExactly("a", "b");
    assertMeasured("tidemark_store_lag 5.0");
    store.release();
    assertThat(collect()).isEmpty();
    delivery.show(0);
    assertThat(delivery.unanswered()).isEmpty();
    assertMeasured("tidemark_store_lag 0.0");
    delivery.show(7);
    delivery.close();
    assertMeasured("tidemark_store_lag 0.0");
  }

  @Test
  void onlyWhatFailedIsToBeSentAgain() {
    store.failOnce(Rows.key("b"));
    send("a", "b", "c");
    assertThat(collect()).containsExactly("b");
    assertMeasured(
        "tidemark_store_writes_total{entity=\"user\",outcome=\"failed\"} 1.0",
        "tidemark_store_failures_total{reason=\"unavailable\"} 1.0",
        "tidemark_feature_freshness_seconds_count{entity=\"user\"} 2");
  }

  @Test
  void rowRefusedForGoodHoldsNothingBack() {
    store.refuse(Rows.key("a"));
    send("a", "b");
    assertThat(collect()).isEmpty();
    assertThat(store.rows()).containsOnlyKeys(Rows.key("b"));
    assertMeasured("tidemark_store_failures_total{reason=\"rejected\"} 1.0");
  }

  @Test
  void drainSendsWhatIsGatheredAndDoesNotWaitForEver() {
    delivery.send(Rows.of("a", 1), RowDelivery.NO_EVENT);
    delivery.drain(Duration.ofSeconds(10));
    assertThat(store.rows()).hasSize(1);
    store.hold();
    delivery.send(Rows.of("b", 1), RowDelivery.NO_EVENT);
    delivery.drain(Duration.ofMillis(1));
    assertThat(delivery.unanswered()).contains("b");
  }
}
