package io.tidemark.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kafka.SettableClock;
import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.store.InMemoryFeatureStore;
import io.tidemark.store.StoreState.Mark;
import io.tidemark.store.StoreState.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that becomes another one under the hands of who fills it. */
class ReplacementCheckTest {
  private final SettableClock clock = new SettableClock();
  private final InMemoryFeatureStore store =
      new InMemoryFeatureStore(clock, Duration.ofMinutes(10));
  private final PrometheusExport export = new PrometheusExport();
  private final List<Mark> begun = new ArrayList<>();
  private final ReplacementCheck check = instance(begun);

  /** Another instance would be the same with a list of its own. */
  private ReplacementCheck instance(List<Mark> begins) {
    return new ReplacementCheck(
        store,
        Ownership.take(store, "shop", new Owner("app", "1", 1), false),
        Set.of("0", "1"),
        begins::add,
        export.metrics().store(),
        clock);
  }

  @AfterEach
  void close() {
    export.close();
  }

  /** Lets a second pass: one question, its answer, and what follows from it. */
  private void second(ReplacementCheck instance) {
    clock.advance(Duration.ofSeconds(1));
    for (int i = 0; i < 4; i++) {
      instance.tick();
    }
  }

  private void finish() {
    Mark mark = store.state().toCompletableFuture().join().mark().orElseThrow();
    store.rebuilt(mark, "0");
    store.rebuilt(mark, "1");
    second(check);
  }

  private double metric(String name) {
    return export
        .scrape()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  @Test
  void newStoreIsFilledOnce() {
    second(check);
    second(check);

    assertThat(begun).hasSize(1);
    assertThat(begun.get(0).pending()).containsExactlyInAnyOrder("0", "1");
    assertThat(begun.get(0).sinceMs()).isEqualTo(SettableClock.START.toEpochMilli() + 1_000);
    assertThat(check.note().orElseThrow()).contains("wiped or is new").contains("2 parts left");
    assertThat(metric("tidemark_store_rebuilding")).isEqualTo(2);
    finish();
    assertThat(check.note().orElseThrow()).endsWith("; rebuilt");
    assertThat(metric("tidemark_store_rebuilding")).isZero();
    assertThat(metric("tidemark_store_replaced_total")).isEqualTo(1);
  }

  @Test
  void completeStoreIsLeftAlone() {
    store.rebuilding(store.state().toCompletableFuture().join().identity(), 5, Set.of());
    second(check);
    second(check);

    assertThat(begun).isEmpty();
    assertThat(check.note()).isEmpty();
    assertThat(metric("tidemark_store_replaced_total")).isZero();
  }

  @Test
  void restartWithOldDataAndWipeAreEachFilledAnew() {
    second(check);
    finish();
    store.restart();
    second(check);
    assertThat(begun).hasSize(2);
    assertThat(check.note().orElseThrow()).contains("restarted or failed over");
    finish();
    store.wipe();
    second(check);
    assertThat(begun).hasSize(3);
    second(check);
    store.wipe();
    second(check);

    assertThat(begun).as("wiped while it was filled").hasSize(4);
    assertThat(metric("tidemark_store_replaced_total")).isEqualTo(4);
  }

  @Test
  void everyInstanceBeginsAndOneCounts() {
    List<Mark> others = new ArrayList<>();
    ReplacementCheck other = instance(others);
    second(check);
    second(other);
    second(check);

    assertThat(begun).hasSize(1);
    assertThat(others).isEqualTo(begun);
    assertThat(metric("tidemark_store_replaced_total")).isEqualTo(1);
  }

  @Test
  void instanceThatStartsInTheMiddleGoesOnWithWhatIsLeft() {
    second(check);
    store.rebuilt(begun.get(0), "0");
    List<Mark> others = new ArrayList<>();
    second(instance(others));

    assertThat(others).singleElement().extracting(Mark::pending).isEqualTo(Set.of("1"));
  }

  @Test
  void askedOnceASecondAndAtOnceAfterAnOutage() {
    second(check);
    finish();
    store.restart();
    check.tick();
    check.tick();
    assertThat(begun).as("asked a moment ago").hasSize(1);

    check.hurry();
    for (int i = 0; i < 3; i++) {
      check.tick();
    }

    assertThat(begun).hasSize(2);
  }
}
