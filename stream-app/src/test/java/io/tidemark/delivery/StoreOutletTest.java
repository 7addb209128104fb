package io.tidemark.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kafka.SettableClock;
import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.store.FeatureRow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many rows may be under way, to a store that works or is away. */
class StoreOutletTest {
  private static final int MOST = 100;

  private final PrometheusExport export = new PrometheusExport();
  private final SettableClock wall = new SettableClock();
  private final UnsteadyStore store = new UnsteadyStore();
  private final StoreOutlet outlet = new StoreOutlet(store, MOST, export.metrics().store(), wall);

  @AfterEach
  void close() {
    export.close();
  }

  private static List<FeatureRow> rows(int count) {
    return IntStream.range(0, count).mapToObj(i -> Rows.of("u" + i, 1)).toList();
  }

  private void pass(long millis) {
    wall.advance(Duration.ofMillis(millis));
  }

  @Test
  void roomIsWhatIsNotUnderWay() {
    store.hold();
    outlet.write(rows(60));
    assertThat(outlet.room()).isEqualTo(40);
    outlet.write(rows(40));
    assertThat(outlet.room()).isZero();
    store.release();
    assertThat(outlet.room()).isEqualTo(MOST);
  }

  @Test
  @Timeout(60)
  void whoeverWaitsForRoomGoesOnWhenHalfOfItIsFree() throws Exception {
    store.hold();
    outlet.write(rows(MOST));
    CompletableFuture<Void> waits =
        CompletableFuture.runAsync(
            () -> {
              while (outlet.room() == 0) {
                await();
              }
            });
    store.release();
    waits.get();
    assertThat(outlet.room()).isEqualTo(MOST);
  }

  private void await() {
    try {
      outlet.awaitRoom();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Timeout(60)
  void nobodyWaitsForAStoreThatIsAway() throws InterruptedException {
    store.fail("gone");
    outlet.write(rows(1));
    for (int i = 0; i < 10_000; i++) {
      outlet.awaitRoom();
    }
    assertThat(outlet.room()).isZero();
  }

  @Test
  void storeThatIsAwayIsTriedAtGrowingIntervalsOfASecondAtMost() {
    store.fail("gone");
    outlet.write(rows(1));
    assertThat(outlet.outage()).contains("gone");
    for (long pause : List.of(100, 200, 400, 800, 1_000, 1_000)) {
      assertThat(outlet.room()).as("just failed").isZero();
      pass(pause - 1);
      assertThat(outlet.room()).as("%d ms are not over", pause).isZero();
      pass(1);
      assertThat(outlet.room()).isEqualTo(StoreOutlet.TRIED_AT_ONCE);
      outlet.write(rows(3));
    }
  }

  @Test
  void storeThatIsBackIsWrittenToAtOnceAndANewOutageBeginsAnew() {
    store.fail("gone");
    outlet.write(rows(1));
    pass(100);
    outlet.write(rows(1));
    store.recover();
    pass(200);
    outlet.write(rows(2));
    assertThat(outlet.outage()).isEmpty();
    assertThat(outlet.room()).isEqualTo(MOST);
    store.fail("again");
    outlet.write(rows(1));
    pass(100);
    assertThat(outlet.room()).isEqualTo(StoreOutlet.TRIED_AT_ONCE);
  }

  /** A part of a cluster, say. */
  @Test
  void tryThatFailsInPartIsNoEndOfTheOutage() {
    store.fail("gone");
    outlet.write(rows(1));
    store.recover();
    store.failOnce(Rows.key("u1"));
    pass(100);
    outlet.write(rows(3));
    assertThat(outlet.outage()).contains("once");
    assertThat(outlet.room()).isZero();
    pass(200);
    outlet.write(rows(3));
    assertThat(outlet.outage()).isEmpty();
  }

  @Test
  void nothingIsTriedBeforeEverythingUnderWayIsAnswered() {
    store.hold();
    outlet.write(rows(1));
    store.fail("gone");
    outlet.write(rows(1));
    pass(1_000);
    assertThat(outlet.room()).isZero();
    store.release();
    assertThat(outlet.outage()).as("an answer to what was sent before").contains("gone");
    assertThat(outlet.room()).isEqualTo(StoreOutlet.TRIED_AT_ONCE);
  }

  @Test
  void rowRefusedForGoodIsNoOutage() {
    store.refuse(Rows.key("u0"));
    outlet.write(rows(2));
    assertThat(outlet.outage()).isEmpty();
  }
}
