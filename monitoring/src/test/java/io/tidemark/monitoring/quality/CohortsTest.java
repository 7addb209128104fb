package io.tidemark.monitoring.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CohortsTest {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long LATER = 100 * HOUR;
  private static final CohortRule RULE = new CohortRule(0.5, 0.9, Duration.ofDays(2));

  private final Rows rows = new Rows();
  private final Cohorts cohorts = new Cohorts(Map.of("ranker", RULE), rows);

  /** As bytes, so that nobody shares sums by accident. */
  private static final class Rows implements CohortStore {
    private final Map<CohortKey, byte[]> rows = new HashMap<>();

    @Override
    public Optional<CohortRow> get(CohortKey key) {
      return Optional.ofNullable(rows.get(key)).map(CohortRow::decode);
    }

    @Override
    public void put(CohortKey key, CohortRow row) {
      rows.put(key, row.encode());
    }

    @Override
    public void remove(CohortKey key) {
      rows.remove(key);
    }
  }

  private static CohortKey key(String model, int hour) {
    return CohortKey.of(model, "v3", "click", false, hour * HOUR, HOUR);
  }

  private static CohortChange change(CohortKey key, int opened, int settled) {
    CohortSums sums = new CohortSums();
    sums.opened(opened);
    sums.settled(settled);
    return new CohortChange(key, sums);
  }

  private QualityState take(int hour, int opened, int settled) {
    return cohorts.take(change(key("ranker", hour), opened, settled), hour * HOUR);
  }

  @Test
  void cohortIsToldOnceForAllThatHasChanged() {
    assertThat(take(10, 5, 0)).isEqualTo(QualityState.COUNTED);
    assertThat(take(10, 5, 9)).isEqualTo(QualityState.COUNTED);

    CohortReport told = cohorts.told(LATER, LostShares.NONE).get(0);
    assertThat(told.sums().predictions()).isEqualTo(10);
    assertThat(told.revision()).isEqualTo(1);
    assertThat(told.isMature()).isTrue();
    assertThat(cohorts.told(LATER, LostShares.NONE)).isEmpty();
    take(10, 1, 0);
    assertThat(cohorts.told(LATER, LostShares.NONE))
        .singleElement()
        .matches(next -> next.revision() == 2);
  }

  @Test
  void cohortIsMatureFromTheFloorOn() {
    take(10, 100, 89);
    assertThat(cohorts.told(11 * HOUR - 1, LostShares.NONE).get(0).isMature()).isFalse();
    take(10, 0, 1);
    assertThat(cohorts.told(11 * HOUR - 1, LostShares.NONE).get(0).isMature())
        .as("not over")
        .isFalse();
    assertThat(cohorts.newestMature()).isEmpty();
    assertThat(cohorts.told(11 * HOUR, LostShares.NONE).get(0).isMature()).isTrue();
    assertThat(cohorts.told(11 * HOUR, LostShares.NONE)).isEmpty();
    take(10, 1, 0);
    assertThat(cohorts.told(LATER, LostShares.NONE).get(0).isMature()).isFalse();
    assertThat(cohorts.newestMature()).isEmpty();

    take(10, 0, 1);
    assertThat(cohorts.told(LATER, LostShares.NONE).get(0).isMature()).isTrue();
    assertThat(cohorts.newestMature()).hasSize(1);
  }

  @Test
  void newestMatureCohortIsShownWhicheverMaturedLast() {
    take(12, 10, 10);
    take(11, 10, 10);
    take(13, 10, 2);
    cohorts.told(LATER, LostShares.NONE);

    assertThat(cohorts.newestMature().get(0).key()).isEqualTo(key("ranker", 12));
  }

  @Test
  void whatWasNotToldBeforeARestartIsToldAfterIt() {
    take(10, 5, 0);
    cohorts.told(LATER, LostShares.NONE);
    take(11, 5, 0);
    Cohorts restarted = new Cohorts(Map.of("ranker", RULE), rows);
    rows.rows.forEach((key, row) -> restarted.restore(key, CohortRow.decode(row)));

    assertThat(restarted.told(LATER, LostShares.NONE))
        .singleElement()
        .matches(told -> told.key().equals(key("ranker", 11)));
  }

  @Test
  void cohortThatIsTooOldIsDroppedAndTakesNothingMore() {
    take(10, 10, 10);
    cohorts.told(LATER, LostShares.NONE);
    long lastMs = 11 * HOUR + RULE.keep().toMillis();

    assertThat(cohorts.dropOld(lastMs - 1)).isEmpty();
    assertThat(cohorts.dropOld(lastMs)).containsExactly(QualitySeries.of(key("ranker", 10)));
    assertThat(rows.rows).isEmpty();
    assertThat(cohorts.take(change(key("ranker", 10), 1, 0), lastMs))
        .isEqualTo(QualityState.TOO_OLD);
    assertThat(cohorts.take(change(key("ranker", 10), 1, 0), lastMs - 1))
        .isEqualTo(QualityState.COUNTED);
  }

  @Test
  void modelThatIsDeclaredNoMoreIsRefusedAndForgotten() {
    assertThat(cohorts.take(change(key("retired", 10), 1, 0), 10 * HOUR))
        .isEqualTo(QualityState.NO_MODEL);
    cohorts.restore(key("retired", 9), new CohortRow(new CohortSums(), 0, true, false, 0));

    assertThat(cohorts.told(LATER, LostShares.NONE)).isEmpty();
    cohorts.dropOld(10 * HOUR);
    assertThat(cohorts.series()).isEmpty();
  }

  @Test
  void timesBeforeTheEpochHaveCohortsToo() {
    assertThat(CohortKey.of("m", "v", "l", false, -1, HOUR).startMs()).isEqualTo(-HOUR);
  }

  private static CohortChange labelled(int hour, double score) {
    CohortSums sums = new CohortSums();
    sums.opened(1);
    sums.predicted(score);
    sums.settled(1);
    sums.add(new LabelledScore(score, 1.0, 1));
    return new CohortChange(key("ranker", hour), sums);
  }

  @Test
  void scoresMeanWhatCameInMatureCohortsThatWereOverBefore() {
    cohorts.take(labelled(9, 0.5), 12 * HOUR);
    cohorts.take(labelled(11, 0.6), 12 * HOUR);
    take(8, 10, 1);
    cohorts.take(labelled(10, 0.7), 12 * HOUR);
    cohorts.told(LATER, LostShares.NONE);
    take(10, 0, 0);

    CohortReport told = cohorts.told(LATER, LostShares.NONE).get(0);
    assertThat(told.calibration().cohorts()).as("neither itself nor a later one").isEqualTo(1);
    assertThat(told.estimated()).isPresent();
    take(9, 0, 0);
    assertThat(cohorts.told(LATER, LostShares.NONE).get(0).estimated())
        .as("of the first")
        .isEmpty();
  }

  @Test
  void onlyTheNewestCohortsSayWhatScoresMean() {
    for (int hour = 10; hour < 40; hour++) {
      cohorts.take(labelled(hour, 0.5), 40 * HOUR);
    }
    cohorts.told(LATER, LostShares.NONE);
    take(40, 1, 0);

    assertThat(cohorts.told(LATER, LostShares.NONE).get(0).calibration().cohorts())
        .isEqualTo(Cohorts.CALIBRATION_COHORTS);
  }

  @Test
  void cohortThatIsNoLongerMatureLeaves() {
    take(10, 10, 10);
    take(11, 10, 10);
    cohorts.told(LATER, LostShares.NONE);
    assertThat(cohorts.newestMature().get(0).key()).isEqualTo(key("ranker", 11));
    take(11, 10, 0);
    assertThat(cohorts.newestMature().get(0).key()).isEqualTo(key("ranker", 10));
    assertThat(cohorts.dropOld(11 * HOUR)).isEmpty();
    take(10, 10, 0);
    assertThat(cohorts.dropOld(11 * HOUR)).containsExactly(QualitySeries.of(key("ranker", 10)));
    assertThat(cohorts.dropOld(11 * HOUR)).as("said once").isEmpty();
  }
}
