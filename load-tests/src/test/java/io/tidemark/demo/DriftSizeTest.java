package io.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The injected change shows in a window of which only a third comes after it. */
class DriftSizeTest {

  private static final int VALUES = 3_000;
  private static final double BAND = 0.1;

  @ParameterizedTest
  @ValueSource(strings = {"age", "device", "days_since_visit"})
  void changedFeaturePassesTheBandAtAThird(String feature) {
    assertThat(RankerModel.DRIFTING).contains(feature);
    assertThat(psi(feature, VALUES / 3)).isGreaterThan(BAND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spend_30d", "is_member"})
  void steadyFeatureStaysBelowTheBand(String feature) {
    assertThat(RankerModel.STEADY).contains(feature);
    assertThat(psi(feature, VALUES)).isLessThan(BAND);
  }

  /** PSI by its definition, half a count added to every bin. */
  private static double psi(String feature, int drifted) {
    Draws draws = Draws.seeded(3);
    Map<String, Double> reference = counts(feature, draws, VALUES, 0);
    Map<String, Double> current = counts(feature, draws, VALUES - drifted, drifted);
    List<String> bins = new ArrayList<>(reference.keySet());
    current.keySet().stream().filter(bin -> !reference.containsKey(bin)).forEach(bins::add);
    double total = VALUES + bins.size() / 2.0;
    double psi = 0;
    for (String bin : bins) {
      double r = (reference.getOrDefault(bin, 0.0) + 0.5) / total;
      double c = (current.getOrDefault(bin, 0.0) + 0.5) / total;
      psi += (c - r) * Math.log(c / r);
    }
    return psi;
  }

  private static Map<String, Double> counts(
      String feature, Draws draws, int asTrained, int drifted) {
    Map<String, Double> counts = new HashMap<>();
    for (int i = 0; i < asTrained + drifted; i++) {
      Object value = RankerModel.features(draws, i >= asTrained).get(feature);
      counts.merge(bin(feature, value), 1.0, Double::sum);
    }
    return counts;
  }

  /** About ten bins per number; a category is its own bin, and so is a missing value. */
  private static String bin(String feature, Object value) {
    double width = feature.equals("age") ? 6 : feature.equals("spend_30d") ? 40 : 3;
    return value instanceof Number number
        ? String.valueOf(Math.min(10, (int) (number.doubleValue() / width)))
        : String.valueOf(value);
  }
}
