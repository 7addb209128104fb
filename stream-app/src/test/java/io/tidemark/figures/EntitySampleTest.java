package io.tidemark.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.store.EntityKey;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EntitySampleTest {
  private static final long NOW_MS = 1_700_000_000_000L;
  private static final Duration TTL = Duration.ofHours(1);

  private final EntitySample sample = new EntitySample(List.of("g.a", "g.b"));

  static FeatureRow row(String key, Map<String, Object> values, long asOfMs, long eventMs) {
    return new FeatureRow(
        new EntityKey("shop", "user", key),
        values,
        1,
        asOfMs,
        OptionalLong.empty(),
        EventTimes.newest(OptionalLong.of(eventMs)),
        List.of(),
        TTL);
  }

  private void put(String key, Map<String, Object> values) {
    sample.put(row(key, values, NOW_MS, NOW_MS), NOW_MS);
  }

  @Test
  void nothingIsKnownBeforeTheFirstRow() {
    assertThat(sample.absentRatio("g.a", NOW_MS)).isEmpty();
  }

  @Test
  void ratioIsOfEntitiesAndOfTheirNewestRows() {
    put("u1", Map.of());
    put("u2", Map.of("g.a", 1L));
    for (int i = 0; i < 10; i++) {
      put("u1", Map.of("g.a", 1L, "g.b", 2L));
    }
    assertThat(sample.absentRatio("g.a", NOW_MS)).hasValue(0.0);
    assertThat(sample.absentRatio("g.b", NOW_MS)).hasValue(0.5);
    assertThat(sample.absentRatio("g.other", NOW_MS)).isEmpty();
  }

  @Test
  void entityThatTheStoreForgetsLeaves() {
    put("u1", Map.of());
    long laterMs = NOW_MS + TTL.toMillis() / 2;
    sample.put(row("u2", Map.of("g.a", 1L), laterMs, laterMs), laterMs);
    assertThat(sample.absentRatio("g.a", laterMs)).hasValue(0.5);
    assertThat(sample.absentRatio("g.a", NOW_MS + TTL.toMillis())).hasValue(0.0);
    assertThat(sample.absentRatio("g.a", laterMs + TTL.toMillis())).isEmpty();
  }

  @Test
  void manyEntitiesAreSampledEvenlyHoweverOftenEachIsWritten() {
    int entities = 50_000;
    for (int i = 0; i < entities; i++) {
      boolean has = i % 4 != 0;
      int writes = has ? 1 : 5;
      for (int w = 0; w < writes; w++) {
        put("user-" + i, has ? Map.of("g.a", 1L) : Map.of());
      }
    }
    // four standard deviations of a share of 1,024
    assertThat(sample.absentRatio("g.a", NOW_MS).orElseThrow()).isCloseTo(0.25, within(0.055));
  }
}
