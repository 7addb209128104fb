package io.tidemark.monitoring.drift;

import static io.tidemark.monitoring.drift.baseline.Rows.boxed;
import static io.tidemark.monitoring.drift.baseline.Rows.count;
import static io.tidemark.monitoring.drift.baseline.Rows.join;
import static io.tidemark.monitoring.drift.baseline.Rows.normal;
import static io.tidemark.monitoring.drift.baseline.Rows.profile;
import static io.tidemark.monitoring.drift.baseline.Rows.repeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.Binning;
import io.tidemark.monitoring.drift.bins.CategoricalBinning;
import io.tidemark.monitoring.drift.bins.NumericBinning;
import io.tidemark.monitoring.drift.tiles.MapRows;
import io.tidemark.monitoring.drift.tiles.RollingTiles;
import io.tidemark.monitoring.drift.tiles.TileLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** The rules that drift figures of this product keep, one test each. */
class DriftRulesTest {

  private static final DriftEvaluator EVALUATOR = new DriftEvaluator(DriftRule.DEFAULT);

  @Test
  void identicalCountsHavePsiOfExactlyZero() {
    BinCounts counts = BinCounts.of(5_000, 3_000, 2_000);
    for (PsiConvention convention : PsiConvention.values()) {
      assertThat(Psi.of(counts, counts.copy(), convention)).as(convention.name()).isEqualTo(0.0);
    }
  }

  @Test
  void volumeAloneIsNoDrift() {
    BinCounts baseline = BinCounts.of(5_000, 3_000, 2_000);
    BinCounts current = BinCounts.of(50, 30, 20);
    assertThat(Psi.of(baseline, current, PsiConvention.UNSMOOTHED)).isEqualTo(0.0);
    assertThat(Psi.of(baseline, current, PsiConvention.JEFFREYS)).isBetween(0.0, 1e-4);
  }

  @Test
  void windowsAreBitEqualForAnyPartitioningOrderAndRestart() {
    List<Result> results = new ArrayList<>();
    for (int partitions : new int[] {1, 4, 32}) {
      for (int order = 0; order < 3; order++) {
        results.add(streamed(partitions, order));
      }
    }
    assertThat(results.get(0).psi()).isGreaterThan(0);
    assertThat(results).allMatch(results.get(0)::equals);
  }

  private record Result(double psi, List<Double> contributions, BinCounts counts) {}

  /** The same 3,000 values, spread over partitions and reported in some order, with restarts. */
  private static Result streamed(int partitions, int order) {
    Profile profile = profile(5_000, normal(new SplittableRandom(1), 0));
    TileLayout layout = TileLayout.of(profile.binning().size(), List.of(Duration.ofMinutes(10)));
    List<Report> reports = reports(profile.binning(), partitions);
    Collections.shuffle(reports, new Random(order));
    MapRows rows = new MapRows();
    RollingTiles tiles = new RollingTiles(layout, rows, 9 * 60_000);
    int restartEvery = reports.size() / 3;
    for (int i = 0; i < reports.size(); i++) {
      Report report = reports.get(i);
      tiles.add(report.tile() * 60_000L, report.counts());
      boolean restart = i % restartEvery == 0;
      tiles = restart ? rows.reopen(layout, 9 * 60_000) : tiles;
    }
    BinCounts window = tiles.window(Duration.ofMinutes(10));
    Evidence evidence = EVALUATOR.evaluate(profile, window).evidence().orElseThrow();
    return new Result(evidence.psi(), evidence.contributions(), window);
  }

  private record Report(int tile, BinCounts counts) {}

  private static List<Report> reports(Binning binning, int partitions) {
    Map<List<Integer>, BinCounts> counted = new HashMap<>();
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 3_000; i++) {
      List<Integer> source = List.of(i / 10 % partitions, i % 10);
      counted
          .computeIfAbsent(source, s -> binning.newCounts())
          .add(binning.binOf(0.4 + random.nextGaussian()));
    }
    List<Report> reports = new ArrayList<>();
    counted.forEach((source, counts) -> reports.add(new Report(source.get(1), counts)));
    return reports;
  }

  @Test
  void restartInMidWindowNeitherLosesNorDoublesCounts() {
    TileLayout layout = TileLayout.of(2, List.of(Duration.ofMinutes(5)));
    MapRows rows = new MapRows();
    new RollingTiles(layout, rows, 0).add(0, BinCounts.of(3, 1));
    RollingTiles after = rows.reopen(layout, 0);
    after.add(0, BinCounts.of(1, 0));
    assertThat(after.window(Duration.ofMinutes(5))).isEqualTo(BinCounts.of(4, 1));
  }

  @Test
  void countsAreMergedNeverMetricsAveraged() {
    BinCounts baseline = BinCounts.of(400, 300, 200, 70, 30);
    List<BinCounts> partitions =
        List.of(
            BinCounts.of(12, 8, 5, 0, 3),
            BinCounts.of(7, 11, 2, 1, 0),
            BinCounts.of(21, 31, 13, 4, 2));
    BinCounts merged = new BinCounts(5);
    partitions.forEach(merged::merge);
    double average =
        partitions.stream()
            .mapToDouble(part -> Psi.of(baseline, part, PsiConvention.JEFFREYS))
            .average()
            .orElseThrow();
    assertThat(Psi.of(baseline, merged, PsiConvention.JEFFREYS))
        .isCloseTo(0.07174929078500988, within(1e-12));
    assertThat(average).isCloseTo(0.1502523797, within(1e-9));
  }

  @Test
  void edgesAreFixedByTheBaselineAndNamedByTheirHash() {
    Profile profile = profile(1_000, normal(new SplittableRandom(5), 0));
    NumericBinning rebuilt = NumericBinning.of(((NumericBinning) profile.binning()).edges());
    BinCounts far = count(profile.binning(), 500, normal(new SplittableRandom(6), 100));
    assertThat(EVALUATOR.evaluate(profile, far).binningHash()).isEqualTo(rebuilt.hash());
    assertThat(far.count(rebuilt.binOf(100))).isEqualTo(500);
  }

  @Test
  void tiesAreMergedAndNoBaselineBinIsEmpty() {
    ReferenceVector vector = ReferenceVector.named("quantile_ties_zero_inflated");
    Profile profile = profile(boxed(vector.list("baseline_values")));
    NumericBinning binning = (NumericBinning) profile.binning();
    assertThat(binning.edges()).containsExactly(0, 0, 6, 12, 18, 24, 30);
    assertThat(profile.counts()).isEqualTo(BinCounts.of(0, 0, 70, 6, 6, 6, 6, 6, 0, 0, 0, 0, 0));
    BinCounts current = count(binning, boxed(vector.list("current_values")));
    DriftResult result = EVALUATOR.evaluate(profile, current);
    assertThat(result.evidence().orElseThrow().effectiveBins()).isEqualTo(6);
    assertThat(result.evidence().orElseThrow().psi())
        .isCloseTo(vector.expected("psi_jeffreys"), within(0.02));
  }

  /** 90 % zeros and the rest from 0 to 10: the rest alone moves, and all of it to one value. */
  @Test
  void whatLiesOutsideAnAtomHasQuantilesOfItsOwn() {
    SplittableRandom random = new SplittableRandom(16);
    DoubleSupplier inflated = () -> random.nextInt(10) > 0 ? 0 : random.nextDouble() * 10;
    Profile profile = profile(20_000, inflated);
    assertThat(((NumericBinning) profile.binning()).edges()).hasSize(12);

    BinCounts same = count(profile.binning(), 2_000, inflated);
    assertThat(EVALUATOR.evaluate(profile, same).status()).isEqualTo(DriftStatus.STABLE);

    BinCounts moved = count(profile.binning(), 2_000, () -> random.nextInt(10) > 0 ? 0 : 9.9);
    DriftResult result = EVALUATOR.evaluate(profile, moved);
    assertThat(result.status()).isEqualTo(DriftStatus.SIGNIFICANT);
    assertThat(result.evidence().orElseThrow().psi()).isGreaterThan(0.4);
  }

  /** The atom may lie between the others, and there may be several. */
  @Test
  void eachAtomHasABinOfItsOwn() {
    SplittableRandom random = new SplittableRandom(17);
    Profile profile =
        profile(
            10_000,
            () -> {
              int part = random.nextInt(10);
              return part < 4 ? 0 : part < 6 ? 5 : random.nextDouble() * 20 - 10;
            });
    NumericBinning binning = (NumericBinning) profile.binning();
    for (double atom : new double[] {0, 5}) {
      long values = profile.counts().count(binning.binOf(atom));
      assertThat(binning.binOf(atom)).isNotEqualTo(binning.binOf(atom - 0.1));
      assertThat(binning.binOf(atom)).isNotEqualTo(binning.binOf(atom + 0.1));
      assertThat(values).isBetween(atom == 0 ? 3_800L : 1_800L, atom == 0 ? 4_200L : 2_200L);
    }
  }

  @Test
  void oneExtremeValueDoesNotChangeTheVerdict() {
    ReferenceVector vector = ReferenceVector.named("one_outlier_blinds_equal_width");
    Profile profile = profile(boxed(vector.list("baseline_values")));
    Object[] withOutlier = boxed(vector.list("current_values"));
    Object[] without = Arrays.copyOf(withOutlier, withOutlier.length - 1);
    assertThat(withOutlier[withOutlier.length - 1]).isEqualTo(1e8);
    DriftResult shifted = EVALUATOR.evaluate(profile, count(profile.binning(), without));
    DriftResult extreme = EVALUATOR.evaluate(profile, count(profile.binning(), withOutlier));
    assertThat(shifted.status()).isEqualTo(DriftStatus.SIGNIFICANT);
    assertThat(extreme.status()).isEqualTo(DriftStatus.SIGNIFICANT);
    assertThat(extreme.evidence().orElseThrow().psi()).isGreaterThan(0.8);
  }

  @Test
  void everySpecialValueHasABinOfItsOwn() {
    NumericBinning numeric = NumericBinning.of(0, 1, 2);
    Object[] special = {
      Double.NEGATIVE_INFINITY, -1, 2.5, Double.POSITIVE_INFINITY, Double.NaN, null, "1.5 kg"
    };
    assertThat(Arrays.stream(special).map(numeric::binOfValue).map(numeric::label))
        .containsExactly(
            "<-inf>", "<below>", "<above>", "<+inf>", "<nan>", "<missing>", "<invalid>");
    CategoricalBinning categories = CategoricalBinning.of(List.of("a", "b"), List.of("rare"));
    assertThat(List.of("a", "rare", "new").stream().map(categories::binOf).map(categories::label))
        .containsExactly("a", "<other>", "<unseen>");
    assertThat(categories.label(categories.binOfValue(null))).isEqualTo("<missing>");
  }

  @Test
  void riseOfTheMissingRateAlarms() {
    Profile profile = profile(join(repeat("a", 500), repeat("b", 490), repeat(null, 10)));
    BinCounts current =
        count(profile.binning(), join(repeat("a", 250), repeat("b", 245), repeat(null, 505)));
    DriftResult result = EVALUATOR.evaluate(profile, current);
    Evidence evidence = result.evidence().orElseThrow();
    assertThat(result.status()).isEqualTo(DriftStatus.SIGNIFICANT);
    assertThat(evidence.psi()).isCloseTo(2.2569387294892502, within(1e-9));
    assertThat(evidence.topMoves().get(0).label()).isEqualTo("<missing>");
    assertThat(evidence.measures().missingRatio()).isEqualTo(0.505);
  }

  @Test
  void featureThatGoesMissingAlmostWhollyAlarms() {
    Profile profile = profile(1_000, normal(new SplittableRandom(7), 0));
    BinCounts current = count(profile.binning(), 50, normal(new SplittableRandom(8), 0));
    current.add(profile.binning().binOfMissing(), 950);
    assertThat(EVALUATOR.evaluate(profile, current).status()).isEqualTo(DriftStatus.SIGNIFICANT);
  }

  @Test
  void newCategoryAtTwoPercentAlarmsAndIsNamedUnseen() {
    Profile profile = profile(join(repeat("a", 6_000), repeat("b", 4_000)));
    BinCounts current =
        count(profile.binning(), join(repeat("a", 1_176), repeat("b", 784), repeat("c", 40)));
    DriftResult result = EVALUATOR.evaluate(profile, current);
    assertThat(result.status()).isEqualTo(DriftStatus.MODERATE);
    assertThat(result.evidence().orElseThrow().topMoves().get(0).label()).isEqualTo("<unseen>");
    assertThat(result.evidence().orElseThrow().measures().unseenRatio()).isEqualTo(0.02);
  }

  @Test
  void absentRareCategoryDoesNotAlarm() {
    ReferenceVector vector = ReferenceVector.named("rare_category_absent_epsilon_1e-10");
    List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    CategoricalBinning binning = CategoricalBinning.of(names);
    BinCounts baseline = binning.newCounts();
    BinCounts current = binning.newCounts();
    for (int i = 0; i < names.size(); i++) {
      baseline.add(i, Math.round(vector.list("baseline_probs")[i] * 100_000));
      current.add(i, (long) vector.list("current_counts")[i]);
    }
    DriftResult result = EVALUATOR.evaluate(new Profile("x", binning, baseline), current);
    assertThat(result.status()).isEqualTo(DriftStatus.STABLE);
    assertThat(result.evidence().orElseThrow().isBeyondChance()).isFalse();
  }

  @Test
  void tinyShiftOfManyValuesIsBeyondChanceButNoDriftOfSize() {
    Profile profile = profile(100_000, normal(new SplittableRandom(9), 0));
    BinCounts current = count(profile.binning(), 1_000_000, normal(new SplittableRandom(10), 0.05));
    DriftResult result = EVALUATOR.evaluate(profile, current);
    assertThat(result.evidence().orElseThrow().isBeyondChance()).isTrue();
    assertThat(result.status()).isEqualTo(DriftStatus.STABLE);
  }

  @Test
  void tooFewValuesAreInsufficientAndHaveNoFigures() {
    Profile profile = profile(1_000, normal(new SplittableRandom(11), 0));
    BinCounts current = count(profile.binning(), 99, normal(new SplittableRandom(12), 5));
    DriftResult result = EVALUATOR.evaluate(profile, current);
    assertThat(result.status()).isEqualTo(DriftStatus.INSUFFICIENT);
    assertThat(result.evidence()).isEmpty();
    assertThat(result.currentCount()).isEqualTo(99);
    assertThat(result.reason()).contains("99").contains("100");
  }

  @Test
  void contributionsSumToThePsiAndTheLargestAreNamed() {
    Profile profile = profile(10_000, normal(new SplittableRandom(13), 0));
    SplittableRandom random = new SplittableRandom(14);
    for (int run = 0; run < 100; run++) {
      BinCounts current = count(profile.binning(), 500, normal(random, random.nextDouble() * 2));
      Evidence evidence = EVALUATOR.evaluate(profile, current).evidence().orElseThrow();
      double sum = evidence.contributions().stream().mapToDouble(Double::doubleValue).sum();
      double largest = Collections.max(evidence.contributions());
      assertThat(sum).as("run %d", run).isCloseTo(evidence.psi(), within(1e-12));
      assertThat(evidence.contributions()).allMatch(term -> term >= 0);
      assertThat(evidence.topMoves().get(0).contribution()).isEqualTo(largest);
    }
  }
}
