package io.tidemark.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.ClockMode;
import io.tidemark.kafka.SettableClock;
import io.tidemark.store.Catalog;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.Catalog.FeatureEntry;
import io.tidemark.store.Catalog.KeyField;
import io.tidemark.store.EntityKey;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.InMemoryFeatureStore;
import io.tidemark.store.ValueType;
import io.tidemark.store.serve.CatalogFigures.Drift;
import io.tidemark.store.serve.CatalogFigures.Figures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LiveFiguresTest {
  private static final FeatureEntry SPEND = feature("spending");
  private static final FeatureEntry VISITS = feature("visits");
  private static final EntityEntry USER =
      new EntityEntry(
          "user", List.of(new KeyField("user_id", ValueType.STRING)), List.of(SPEND, VISITS));
  private static final Drift DRIFT =
      new Drift("m", "v1", "1h", OptionalDouble.of(0.3), "significant");

  private final SettableClock wall = new SettableClock();
  private final Map<String, Long> newestBySource = new HashMap<>();
  private final LiveFigures figures = figures(ClockMode.WALL);

  private static FeatureEntry feature(String group) {
    return new FeatureEntry(
        group, 1, "n_1h", "count", "1h", ValueType.LONG, "team", Duration.ofHours(2));
  }

  private LiveFigures figures(ClockMode clock) {
    return new LiveFigures(
        new Catalog("shop", List.of(USER)),
        feature -> {
          Long newest = newestBySource.get(feature.group());
          return newest == null ? OptionalLong.empty() : OptionalLong.of(newest);
        },
        field -> field.equals("spending.n_1h") ? List.of(DRIFT) : List.of(),
        model -> List.of(),
        clock,
        wall);
  }

  private FeatureRow row(Duration age, long revision) {
    return new FeatureRow(
        new EntityKey("shop", "user", "u1"),
        Map.of("spending.n_1h", 1L),
        revision,
        wall.millis(),
        OptionalLong.empty(),
        EventTimes.newest(OptionalLong.of(wall.millis() - age.toMillis())),
        List.of(),
        Duration.ofHours(2));
  }

  @Test
  void nothingIsKnownBeforeTheFirstRow() {
    Figures known = figures.of(USER, VISITS);
    assertThat(known).isEqualTo(Figures.UNKNOWN);
  }

  @Test
  void freshnessIsTheAgeOfTheNewestEventAcknowledged() {
    figures.stored(row(Duration.ofSeconds(5), 1));
    figures.stored(row(Duration.ofSeconds(60), 2));
    wall.advance(Duration.ofSeconds(3));
    assertThat(figures.of(USER, SPEND).freshnessSeconds()).hasValue(8.0);
  }

  @Test
  void groupWhoseSourceIsSilentIsNotFreshBecauseAnotherGroupIs() {
    newestBySource.put("spending", wall.millis());
    newestBySource.put("visits", wall.millis() - 7_200_000);
    figures.stored(row(Duration.ofSeconds(1), 1));
    assertThat(figures.of(USER, SPEND).freshnessSeconds()).hasValue(1.0);
    assertThat(figures.of(USER, VISITS).freshnessSeconds()).hasValue(7_200.0);
  }

  @Test
  void historyIsNeitherFreshNorStale() {
    LiveFigures replayed = figures(ClockMode.STREAM);
    wall.advance(Duration.ofDays(-900));
    FeatureRow past = row(Duration.ZERO, 1);
    wall.advance(Duration.ofDays(900));
    replayed.stored(past);
    assertThat(replayed.of(USER, SPEND).freshnessSeconds()).isEmpty();
    assertThat(replayed.of(USER, SPEND).nullRatio()).hasValue(0.0);
  }

  @Test
  void valuesThatAreAbsentAndDriftAreThoseOfTheFeature() {
    figures.stored(row(Duration.ZERO, 1));
    assertThat(figures.of(USER, SPEND).nullRatio()).hasValue(0.0);
    assertThat(figures.of(USER, VISITS).nullRatio()).hasValue(1.0);
    assertThat(figures.of(USER, SPEND).drift()).containsExactly(DRIFT);
    assertThat(figures.of(USER, VISITS).drift()).isEmpty();
  }

  @Test
  void onlyRowsThatTheStoreTookAreTold() {
    List<FeatureRow> told = new ArrayList<>();
    try (ObservedStore store =
        new ObservedStore(new InMemoryFeatureStore(wall, Duration.ofMinutes(1)), told::add)) {
      FeatureRow newer = row(Duration.ZERO, 5);
      store.write(newer).toCompletableFuture().join();
      store.write(row(Duration.ZERO, 4)).toCompletableFuture().join();
      assertThat(told).containsExactly(newer);
      assertThat(store.read(newer.key()).toCompletableFuture().join().orElseThrow().revision())
          .isEqualTo(5);
    }
  }
}
