package io.tidemark.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.tidemark.monitoring.drift.bins.BinCounts;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a budget leaves for one evaluation, and what can be found under it. */
class AlarmBudgetTest {
  private static final List<Duration> WINDOWS =
      List.of(Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(24));
  private static final WatchPolicy POLICY = new WatchPolicy(WINDOWS, DriftRule.DEFAULT);

  @ParameterizedTest
  @CsvSource({"1, 1", "15, 1", "24, 2", "59, 4", "60, 5", "1440, 5"})
  void windowIsJudgedInTwelfths(int minutes, int step) {
    assertThat(AlarmBudget.step(Duration.ofMinutes(minutes))).isEqualTo(Duration.ofMinutes(step));
  }

  @Test
  void budgetIsSharedByAllEvaluationsOfAMonth() {
    double evaluations = 100 * (43_200 + 2 * 8_640);
    assertThat(AlarmBudget.evaluations(100, WINDOWS)).isEqualTo(evaluations);
    assertThat(new AlarmBudget(2).alpha(100, WINDOWS)).isEqualTo(2 / evaluations);
    assertThat(new AlarmBudget(1e9).alpha(100, WINDOWS)).isEqualTo(0.05);
  }

  @Test
  void alphaIsStrictOnlyWhereSizeIsNot() {
    DriftRule rule = POLICY.rule(100);
    NullLaw few = Calibration.INDEPENDENT.law(10, new SampleSizes(100, 100_000));
    NullLaw many = Calibration.INDEPENDENT.law(10, new SampleSizes(1_000, 100_000));
    assertThat(rule.alpha(few)).isEqualTo(AlarmBudget.DEFAULT.alpha(100, WINDOWS));
    assertThat(rule.alpha(many)).isEqualTo(0.001);
    assertThat(many.pValue(rule.alert() + many.mean())).isLessThan(rule.budget());
  }

  /** A relaxed alpha changes what is said to be beyond chance, never what alerts. */
  @ParameterizedTest
  @CsvSource({"100", "200", "300", "400", "500", "1000", "10000"})
  void alertLimitIsThatOfTheBudget(int values) {
    DriftRule rule = POLICY.rule(100);
    for (double phi : new double[] {1, 3, 20}) {
      NullLaw law = new Calibration(phi, Double.NaN).law(10, new SampleSizes(values, 100_000));
      double large = rule.alert() + law.mean();
      assertThat(Math.max(law.critical(rule.alpha(law)), large))
          .isEqualTo(Math.max(law.critical(rule.budget()), large), offset(1e-9));
    }
  }

  @Test
  void shiftOfAFifthIsBeyondChanceUnderTheBudgetOfAHundredSeries() {
    SplittableRandom random = new SplittableRandom(20261130);
    DriftEvaluator evaluator = new DriftEvaluator(POLICY.rule(100));
    Duration window = Duration.ofHours(1);
    int runs = 300;
    int beyond = 0;
    for (int run = 0; run < runs; run++) {
      Bins shifted = Bins.of(100_000, 0.2, random);
      String hash = shifted.profile().binning().hash();
      WindowHistory history = new WindowHistory();
      for (int i = 0; i < WindowHistory.KEPT + 2; i++) {
        history.offer(
            hash,
            shifted.draw(1_000, random),
            i * window.toMillis(),
            window,
            100,
            Calibration.ASSUMED_PHI);
      }
      BinCounts current = shifted.draw(1_000, random);
      Calibration known = history.calibration(hash, 10, Calibration.ASSUMED_PHI);
      DriftResult result = evaluator.evaluate(shifted.profile(), current, known);
      beyond += result.evidence().orElseThrow().isBeyondChance() ? 1 : 0;
    }
    assertThat((double) beyond / runs).isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void forecastAgreesWithWhatIsFound() {
    SplittableRandom random = new SplittableRandom(7);
    DriftRule rule = POLICY.rule(100);
    for (int values : new int[] {300, 1_000, 10_000}) {
      AlarmForecast forecast = AlarmForecast.of(rule, 10, new SampleSizes(values, 100_000), 1, 6e6);
      double shift = forecast.shift().orElseThrow();
      int runs = Math.min(2_000, 3_000_000 / values);
      int found = 0;
      for (int run = 0; run < runs; run++) {
        Bins bins = Bins.of(100_000, shift, random);
        DriftResult result =
            new DriftEvaluator(rule).evaluate(bins.profile(), bins.draw(values, random));
        found += result.status() == DriftStatus.SIGNIFICANT ? 1 : 0;
      }
      assertThat((double) found / runs).as("%d values: %s", values, forecast).isBetween(0.83, 0.97);
      assertThat(forecast.falseAlarmsPerMonth()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void psiOfAShiftIsTheReferencesOne() {
    assertThat(AlarmForecast.psi(10, 0.2)).isEqualTo(0.038, offset(0.001));
    assertThat(AlarmForecast.psi(10, 0.5)).isEqualTo(0.238, offset(0.001));
    assertThat(AlarmForecast.psi(10, 1)).isEqualTo(0.926, offset(0.001));
  }

  @Test
  void nothingIsFoundInFewDependentValues() {
    AlarmForecast forecast =
        AlarmForecast.of(POLICY.rule(10), 10, new SampleSizes(100, 1_000), 60, 1e6);
    assertThat(forecast.shift()).isEmpty();
    assertThat(forecast.effect()).isEmpty();
  }
}
