package io.tidemark.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.entity.Rebuilds;
import io.tidemark.kafka.SettableClock;
import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.store.StoreState.Mark;
import io.tidemark.store.StoreState.Owner;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stores that are replaced, and tasks that fill them. */
class StoreRefillTest {
  private final AtomicReference<String> commanded = new AtomicReference<>("");
  private final PrometheusExport export = new PrometheusExport();
  private final SettableClock wall = new SettableClock();
  private final UnsteadyStore store = new UnsteadyStore();
  private final StoreOutlet outlet = new StoreOutlet(store, 100, export.metrics().store(), wall);
  private final StoreRefill refill =
      new StoreRefill(
          store,
          Ownership.take(store, "shop", new Owner("app", "1", 1), false),
          outlet,
          Set.of("user/0", "user/1"),
          commanded::get,
          export.metrics().store(),
          wall);

  @AfterEach
  void close() {
    export.close();
  }

  private void second() {
    wall.advance(Duration.ofSeconds(1));
    for (int i = 0; i < 4; i++) {
      refill.step();
    }
  }

  private Mark mark() {
    return store.state().toCompletableFuture().join().mark().orElseThrow();
  }

  @Test
  void newestRequestIsTheLaterOfTheOperatorsAndTheMarks() {
    assertThat(refill.newest()).isEmpty();
    commanded.set(Rebuilds.request(1_000, "operator"));
    assertThat(refill.newest()).isEqualTo(Rebuilds.request(1_000, "operator"));
    second();
    String first = Rebuilds.request(mark().sinceMs(), mark().identity());
    assertThat(refill.newest()).isEqualTo(first);
    store.restart();
    second();
    String second = Rebuilds.request(mark().sinceMs(), mark().identity());
    assertThat(second).isGreaterThan(first);
    assertThat(refill.newest()).isEqualTo(second);
    commanded.set(Rebuilds.request(wall.millis() + 1, "operator"));
    assertThat(refill.newest()).isEqualTo(commanded.get());
  }

  @Test
  void partIsReportedOnceItsTaskHasDoneTheRequestOrALaterOne() {
    second();
    refill.done("user", 0, Rebuilds.request(1, "before"));
    second();
    assertThat(mark().pending()).containsExactlyInAnyOrder("user/0", "user/1");
    refill.done("user", 0, refill.newest());
    second();
    assertThat(mark().pending()).containsExactly("user/1");
    refill.done("user", 1, Rebuilds.request(wall.millis(), "later"));
    second();
    assertThat(mark().pending()).isEmpty();
    second();
    assertThat(refill.note().orElseThrow()).endsWith("; rebuilt");
  }

  @Test
  void storeThatWasAwayIsLookedAtAtOnce() {
    second();
    refill.done("user", 0, refill.newest());
    refill.done("user", 1, refill.newest());
    second();
    RowDelivery delivery = new RowDelivery(outlet, export.metrics(), wall);
    store.fail("gone");
    delivery.send(Rows.of("a", 1), RowDelivery.NO_EVENT);
    delivery.dispatch();
    refill.step();
    assertThat(outlet.outage()).contains("gone");
    store.recover();
    store.restart();
    wall.advance(Duration.ofMillis(100));
    delivery.send(Rows.of("a", 1), RowDelivery.NO_EVENT);
    delivery.dispatch();
    assertThat(outlet.outage()).isEmpty();
    for (int i = 0; i < 4; i++) {
      refill.step();
    }
    assertThat(mark().pending()).as("before a second has passed").hasSize(2);
  }
}
