package io.tidemark.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.ClockMode;
import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.Window;
import io.tidemark.entity.StoredEntities.StoredEntity;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.feature.FeatureEngine;
import io.tidemark.feature.FeaturePlan;
import io.tidemark.kafka.SettableClock;
import io.tidemark.task.TaskTiming;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoredEntitiesTest {
  private static final long EVENT_MS = SettableClock.START.toEpochMilli() - 1_000;

  private final SettableClock wall = new SettableClock();
  private final FeaturePlan plan = plan();

  private static FeaturePlan plan() {
    Aggregate count =
        new Aggregate(
            "n", AggregateOp.COUNT, null, List.of(new Window("5m", Duration.ofMinutes(5))));
    FeatureGroup group =
        new FeatureGroup("g", 1, null, "events", "user", null, null, List.of(count), List.of());
    return FeaturePlan.of(
        new Entity("user", List.of("user_id")), List.of(group), (g, a) -> Kind.DYNAMIC);
  }

  private StoredEntities stored(ClockMode clock, boolean keyedByEntity) {
    TaskTiming timing = new TaskTiming(clock, wall, Duration.ofMillis(50), Duration.ofMillis(100));
    return new StoredEntities("features-user", plan, Set.of(), timing, keyedByEntity);
  }

  /** Of a task whose only group is observed since 42. */
  private byte[] taskRow() {
    TaskRow row = TaskRow.read("features-user", null);
    TaskRow.Group group = new TaskRow.Group();
    group.startMs = 42;
    group.caughtUp = true;
    row.groups.put(plan.groupIds().get(0), group);
    return row.bytes();
  }

  private StoredEntity read(ClockMode clock, long validUntilMs) {
    FeatureEngine engine = new FeatureEngine(plan);
    EntityEntry entry = new EntityEntry("u1", engine.empty());
    engine.apply(entry.state(), 0, new Object[] {true}, EVENT_MS, EVENT_MS);
    entry.validUntilMs = validUntilMs;
    byte[] row = new EntityEntryCodec(plan).encode(entry);
    return stored(clock, false).read("u1", row, taskRow());
  }

  @Test
  void rowGivesStateAndStarts() {
    StoredEntity entity = read(ClockMode.WALL, EVENT_MS + 500);
    assertThat(entity.groupStartMs()).containsExactly(42);
    assertThat(entity.served()).containsExactly(true);
    assertThat(entity.unsent()).isFalse();
    assertThat(new FeatureEngine(plan).vector(entity.state(), EVENT_MS, new long[] {42}).value(0))
        .isEqualTo(1L);
  }

  @Test
  void taskWithoutARowHasNotStarted() {
    byte[] row =
        new EntityEntryCodec(plan).encode(new EntityEntry("u1", new FeatureEngine(plan).empty()));
    assertThat(stored(ClockMode.WALL, false).read("u1", row, null).groupStartMs())
        .containsExactly(FeatureEngine.NOT_STARTED);
  }

  @Test
  void changesThatAreNotSentAreTold() {
    assertThat(read(ClockMode.WALL, 0).unsent()).isTrue();
  }

  @Test
  void noEventMovesTheWallClock() {
    assertThat(read(ClockMode.WALL, EVENT_MS + 500).nowMs()).isEqualTo(wall.millis());
    wall.advance(Duration.ofHours(-1));
    assertThat(read(ClockMode.WALL, EVENT_MS + 500).nowMs()).isEqualTo(wall.millis());
  }

  @Test
  void underStreamTimeTheInstantIsOneTheVectorSentLastIsRightFor() {
    assertThat(read(ClockMode.STREAM, EVENT_MS + 500).nowMs()).isEqualTo(EVENT_MS + 499);
    assertThat(read(ClockMode.STREAM, 0).nowMs()).isEqualTo(EVENT_MS);
    long emptyMs = read(ClockMode.STREAM, EntityEntry.NEVER).nowMs();
    FeatureEngine engine = new FeatureEngine(plan);
    StoredEntity empty = read(ClockMode.STREAM, EntityEntry.NEVER);
    assertThat(engine.vector(empty.state(), emptyMs, new long[] {42}).value(0)).isEqualTo(0L);
  }

  @Test
  void producersPlaceEntitiesWhereNothingIsRepartitioned() {
    assertThat(stored(ClockMode.WALL, true).placedByProducers()).isTrue();
    assertThat(stored(ClockMode.WALL, false).placedByProducers()).isFalse();
    assertThat(stored(ClockMode.WALL, true).store()).isEqualTo("features-user");
  }
}
