package io.tidemark.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kafka.SettableClock;
import io.tidemark.store.EntityKey;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.InMemoryFeatureStore;
import io.tidemark.store.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ObservedStoreTest {
  private final List<FeatureRow> told = new ArrayList<>();
  private final ObservedStore store =
      new ObservedStore(
          new InMemoryFeatureStore(new SettableClock(), Duration.ofMinutes(1)), told::add);

  @Test
  void whatWasAppliedIsToldWhetherWrittenAloneOrInABatch() {
    store.write(row("a", 5)).toCompletableFuture().join();

    List<WriteOutcome> outcomes =
        store.writeAll(List.of(row("b", 1), row("a", 4), row("a", 6))).stream()
            .map(write -> write.toCompletableFuture().join())
            .toList();

    assertThat(outcomes)
        .containsExactly(WriteOutcome.APPLIED, WriteOutcome.STALE, WriteOutcome.APPLIED);
    assertThat(told).containsExactly(row("a", 5), row("b", 1), row("a", 6));
  }

  private static FeatureRow row(String key, long revision) {
    return new FeatureRow(
        new EntityKey("shop", "user", key),
        Map.of("g.n_1h", revision),
        revision,
        0,
        OptionalLong.empty(),
        EventTimes.newest(OptionalLong.empty()),
        List.of(),
        Duration.ofHours(1));
  }
}
