package io.tidemark.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.entity.Revisions.Lineage;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.feature.EntityState;
import io.tidemark.feature.FeatureEngine;
import io.tidemark.feature.FeaturePlan;
import io.tidemark.store.FeatureRow;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevisionsTest {
  private static final long NOW_MS = Instant.parse("2026-11-21T22:00:00Z").toEpochMilli();

  private final Revisions revisions = new Revisions(Lineage.NONE, "a", NOW_MS);
  private final EntityState state = state();

  private static EntityState state() {
    Aggregate count = new Aggregate("n", AggregateOp.COUNT, null, List.of());
    FeatureGroup group =
        new FeatureGroup("g", 1, null, "events", "user", null, null, List.of(count), List.of());
    Entity entity = new Entity("user", List.of("user_id"));
    return new FeatureEngine(FeaturePlan.of(entity, List.of(group), (g, a) -> Kind.DYNAMIC))
        .empty();
  }

  private static long apply(Revisions revisions, EntityState state, int contributions) {
    for (int i = 0; i < contributions; i++) {
      revisions.applied(state);
    }
    return revisions.of(state);
  }

  @Test
  void revisionCountsWhatWasApplied() {
    long first = apply(revisions, state, 1);
    assertThat(revisions.of(state)).as("asked again").isEqualTo(first);
    assertThat(apply(revisions, state, 3)).isEqualTo(first + 3);
    FeatureRow.requireRevision(first);
  }

  @Test
  void nextOwnerCountsOnFromTheLastCommit() {
    long committed = apply(revisions, state, 2);
    Lineage lineage = revisions.lineage();
    long sent = apply(revisions, state, 3);
    EntityState restored = state();
    restored.revision(committed);
    Revisions next = new Revisions(lineage, "a", NOW_MS + 60_000);
    assertThat(next.isCommitted()).isTrue();
    assertThat(next.of(restored)).isEqualTo(committed);
    assertThat(apply(next, restored, 3)).as("read again").isEqualTo(sent);
  }

  @Test
  void entityThatWasForgottenIsNotBehindWhatWasSentOfIt() {
    long before = apply(revisions, state, 5);
    revisions.forget(revisions.of(state));
    assertThat(apply(revisions, state(), 1)).isGreaterThan(before);
    assertThat(revisions.lineage().floor()).isEqualTo(before);
  }

  @Test
  void otherDefinitionsAreAheadOfAllBeforeAndSoIsTheWayBack() {
    long first = apply(revisions, state, 1_000);
    Revisions other = new Revisions(revisions.lineage(), "b", NOW_MS + 1_000);
    assertThat(other.isCommitted()).as("rows may be sent").isFalse();
    other.saved();
    assertThat(other.isCommitted()).isTrue();
    assertThat(other.of(state())).isGreaterThan(first);
    Revisions back = new Revisions(other.lineage(), "a", NOW_MS + 2_000);
    assertThat(back.isCommitted()).isFalse();
    assertThat(back.of(state())).isGreaterThan(apply(other, state(), 1_000));
  }

  @Test
  void taskThatBeginsAnewLaterIsAheadWithoutAnyMemory() {
    long before = apply(revisions, state, 1_000);
    assertThat(new Revisions(Lineage.NONE, "a", NOW_MS + 1_000).of(state())).isGreaterThan(before);
  }

  @Test
  void clockThatWentBackDoesNotTakeTheFloorWithIt() {
    Revisions other = new Revisions(revisions.lineage(), "b", NOW_MS - 3_600_000);
    assertThat(other.lineage().floor()).isEqualTo(revisions.lineage().floor());
  }

  /** Rows of versions before had the wall clock in milliseconds for a revision. */
  @Test
  void everyRevisionIsAheadOfTheClockInMilliseconds() {
    assertThat(revisions.of(state)).isGreaterThan(NOW_MS * 100);
  }
}
