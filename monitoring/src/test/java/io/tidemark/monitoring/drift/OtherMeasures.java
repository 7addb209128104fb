package io.tidemark.monitoring.drift;

import static io.tidemark.monitoring.drift.Checks.close;

import io.tidemark.monitoring.drift.ReferenceVector.Pair;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Measures of other systems that Tidemark does not report. Those that are a formula are held
 * against it, so that the file is right; the others are named.
 */
final class OtherMeasures {
  private static final String EDGE_BY_EDGE =
      "a detector over single values in their order, which counts by tile do not have";

  /** Why nothing here reproduces the expected values under a key. */
  private static final Map<String, String> LEFT_OUT =
      Map.ofEntries(
          Map.entry("mwu_p", "a rank test over single values"),
          Map.entry("es_p", "a test of characteristic functions over single values"),
          Map.entry("ad_p", "a significance that SciPy interpolates"),
          Map.entry("cvm", "a test over single values"),
          Map.entry("cvm_p", "a test over single values"),
          Map.entry("ks_p_exact", "a p-value of single values; the distance is checked"),
          Map.entry("ks_p_asymp", "a p-value of single values; the distance is checked"),
          Map.entry("ks_asymp_p", "a p-value of single values; the distance is checked"),
          Map.entry("tvd_perm_p", "permutations drawn by NumPy"),
          Map.entry("auroc_se", "a sample drawn by NumPy"),
          Map.entry("drift_indices", EDGE_BY_EDGE),
          Map.entry("drift_indices_eb17169", EDGE_BY_EDGE),
          Map.entry("drift_indices_063ca61", EDGE_BY_EDGE),
          Map.entry("drift_indices_2a0fd1c", EDGE_BY_EDGE));

  /** Of predictions and outcomes, which another module joins. */
  private static final Set<String> OF_JOINS =
      Set.of(
          "joined_final",
          "revisions",
          "duplicates",
          "early_outcomes_held_then_joined",
          "timeout_negatives",
          "late_after_close",
          "pending_at_end");

  private OtherMeasures() {}

  /** Why an expected value is not checked here; empty when it is. */
  static Optional<String> leftOut(ReferenceVector vector, String key) {
    if (OF_JOINS.contains(key)) {
      return Optional.of("a join, checked where predictions are joined to outcomes");
    }
    if (!vector.option("regroup").isEmpty()) {
      return Optional.of("Deequ's rule to merge bins before its test");
    }
    return Optional.ofNullable(LEFT_OUT.get(key));
  }

  static Checks checks() {
    return new Checks()
        .number("kl", OtherMeasures::kullbackLeibler)
        .number("symmetric_kl", OtherMeasures::symmetricWithFloor)
        .number("hellinger", vector -> hellinger(vector.pair()))
        .number("bhattacharyya", v -> -Math.log(1 - Math.pow(hellinger(v.pair()), 2)))
        .number("tvd", vector -> totalVariation(vector.pair()))
        .number("hist_intersection_complement", vector -> totalVariation(vector.pair()))
        .number("energy", OtherMeasures::energy)
        .number("normalized_abs_diff", OtherMeasures::normalizedDifference)
        .number("linf_robust", OtherMeasures::robustLInfinity)
        .number("g_p", OtherMeasures::likelihoodRatio)
        .number("fisher_p", OtherMeasures::fisher)
        .number("t_p", OtherMeasures::student)
        .number("cramers_v", OtherMeasures::cramer)
        .number("ks_critical", OtherMeasures::kolmogorovCritical)
        .number("rejected", vector -> falseDiscoveries(vector).rejected())
        .number("bonferroni_threshold", OtherMeasures::bonferroni)
        .number("bonferroni_rejected", OtherMeasures::bonferroniRejected)
        .add("share_of_final_positives_seen", v -> byAge(v, "share_of_final_positives_seen", 1))
        .add("pending_as_negative_rate", v -> byAge(v, "pending_as_negative_rate", rate(v)))
        .add("labelled_only_rate", OtherMeasures::labelledOnly);
  }

  private static double[] shares(double[] masses) {
    return PsiConvention.UNSMOOTHED.shares(masses);
  }

  private static double kullbackLeibler(ReferenceVector vector) {
    Pair pair = vector.pair();
    String holdout = vector.option("tail_weight_holdout");
    if (!vector.option("epsilon_added_to_every_bin").isEmpty()) {
      return divergence(
          PsiConvention.ADD_1E_5.shares(pair.current()),
          PsiConvention.ADD_1E_5.shares(pair.baseline()));
    }
    double[] q = shares(pair.baseline());
    return divergence(
        shares(pair.current()), holdout.isEmpty() ? q : heldOut(q, Double.parseDouble(holdout)));
  }

  private static double divergence(double[] p, double[] q) {
    return IntStream.range(0, p.length)
        .mapToDouble(i -> p[i] == 0 ? 0 : p[i] * Math.log(p[i] / q[i]))
        .sum();
  }

  private static double[] heldOut(double[] shares, double weight) {
    long unseen = Arrays.stream(shares).filter(share -> share == 0).count();
    return Arrays.stream(shares)
        .map(share -> share == 0 ? weight / unseen : share * (1 - weight))
        .toArray();
  }

  private static double symmetricWithFloor(ReferenceVector vector) {
    double floor = Double.parseDouble(vector.option("zero_scaling"));
    double[] q = shares(vector.pair().baseline());
    double[] p = shares(vector.pair().current());
    return divergence(p, atLeast(floor, q)) + divergence(q, atLeast(floor, p));
  }

  private static double[] atLeast(double floor, double[] shares) {
    return Arrays.stream(shares).map(share -> Math.max(share, floor)).toArray();
  }

  private static double hellinger(Pair pair) {
    double[] q = shares(pair.baseline());
    double[] p = shares(pair.current());
    double squares =
        IntStream.range(0, p.length)
            .mapToDouble(i -> Math.pow(Math.sqrt(p[i]) - Math.sqrt(q[i]), 2))
            .sum();
    return Math.sqrt(squares / 2);
  }

  private static double totalVariation(Pair pair) {
    double[] q = shares(pair.baseline());
    double[] p = shares(pair.current());
    return IntStream.range(0, p.length).mapToDouble(i -> Math.abs(p[i] - q[i])).sum() / 2;
  }

  private static double energy(ReferenceVector vector) {
    double[] at = vector.positions();
    double[] q = shares(vector.pairOfValues().baseline());
    double[] p = shares(vector.pairOfValues().current());
    double gap = 0;
    double sum = 0;
    for (int i = 0; i + 1 < at.length; i++) {
      gap += p[i] - q[i];
      sum += gap * gap * (at[i + 1] - at[i]);
    }
    return Math.sqrt(2 * sum);
  }

  private static double normalizedDifference(ReferenceVector vector) {
    Pair pair = vector.pair();
    double most =
        IntStream.range(0, pair.current().length)
            .mapToDouble(i -> Math.abs(pair.current()[i] - pair.baseline()[i]))
            .max()
            .orElseThrow();
    return most / (Psi.sum(pair.current()) + Psi.sum(pair.baseline()));
  }

  private static double robustLInfinity(ReferenceVector vector) {
    Pair pair = vector.pair();
    String given = vector.option("c_alpha");
    double c =
        given.isEmpty()
            ? Math.sqrt(-Math.log(Double.parseDouble(vector.option("alpha")) / 2) / 2)
            : Double.parseDouble(given);
    double noise = 1 / Psi.sum(pair.current()) + 1 / Psi.sum(pair.baseline());
    return Math.max(0, Distances.lInfinity(pair.baseline(), pair.current()) - c * Math.sqrt(noise));
  }

  private static double likelihoodRatio(ReferenceVector vector) {
    Pair pair = vector.pair();
    double n = Psi.sum(pair.current());
    double[] expected = Arrays.stream(shares(pair.baseline())).map(share -> share * n).toArray();
    double g = 2 * divergence(pair.current(), expected);
    return ChiSquaredDistribution.of(expected.length - 1).survivalProbability(g);
  }

  /** Of two sides: tables no more likely than this one. */
  private static double fisher(ReferenceVector vector) {
    Pair pair = vector.pair();
    int first = (int) (pair.baseline()[0] + pair.current()[0]);
    int baseline = (int) Psi.sum(pair.baseline());
    int all = baseline + (int) Psi.sum(pair.current());
    HypergeometricDistribution tables = HypergeometricDistribution.of(all, first, baseline);
    double seen = tables.probability((int) pair.baseline()[0]) * (1 + 1e-9);
    return IntStream.rangeClosed(tables.getSupportLowerBound(), tables.getSupportUpperBound())
        .mapToDouble(tables::probability)
        .filter(probability -> probability <= seen)
        .sum();
  }

  private static double student(ReferenceVector vector) {
    double[] a = vector.list("baseline_values");
    double[] b = vector.list("current_values");
    double pooled = (squares(a) + squares(b)) / (a.length + b.length - 2);
    double t = (mean(a) - mean(b)) / Math.sqrt(pooled * (1.0 / a.length + 1.0 / b.length));
    return 2 * TDistribution.of(a.length + b.length - 2).survivalProbability(Math.abs(t));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double squares(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
  }

  /** Without bias, and with Yates' correction where there are two categories. */
  private static double cramer(ReferenceVector vector) {
    Pair pair = vector.pair();
    int k = pair.current().length;
    double n = Psi.sum(pair.baseline()) + Psi.sum(pair.current());
    double chi2 =
        k == 2 ? yates(pair, n) : ChiSquare.of(pair.baseline(), pair.current()).statistic();
    double phi2 = Math.max(0, chi2 / n - (k - 1) / (n - 1));
    double columns = k - (k - 1) * (k - 1) / (n - 1);
    double rows = 2 - 1 / (n - 1);
    return Math.sqrt(phi2 / Math.min(columns - 1, rows - 1));
  }

  private static double yates(Pair pair, double n) {
    double a = pair.baseline()[0];
    double b = pair.baseline()[1];
    double c = pair.current()[0];
    double d = pair.current()[1];
    double excess = Math.max(0, Math.abs(a * d - b * c) - n / 2);
    return n * excess * excess / ((a + b) * (c + d) * (a + c) * (b + d));
  }

  /** The probability that a scaled distance is larger by chance, for many values. */
  static double kolmogorov(double scaled) {
    double sum = 0;
    for (int k = 1; k <= 100; k++) {
      sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * scaled * scaled);
    }
    return sum;
  }

  private static double kolmogorovCritical(ReferenceVector vector) {
    double n = vector.input("n").asDouble();
    double m = vector.input("m").asDouble();
    double c = Math.sqrt(-Math.log(vector.input("alpha").asDouble() / 2) / 2);
    return c * Math.sqrt((n + m) / (n * m));
  }

  /** How many tests are rejected at a false discovery rate, and below which p-value. */
  record Discoveries(int rejected, double threshold) {}

  static Discoveries falseDiscoveries(ReferenceVector vector) {
    double[] sorted = Arrays.stream(vector.list("p_values")).sorted().toArray();
    double rate = vector.input("q").asDouble();
    int rejected =
        IntStream.rangeClosed(1, sorted.length)
            .filter(rank -> sorted[rank - 1] <= rate * rank / sorted.length)
            .max()
            .orElse(0);
    return new Discoveries(rejected, rate * rejected / sorted.length);
  }

  private static double bonferroni(ReferenceVector vector) {
    return vector.input("q").asDouble() / vector.input("p_values").size();
  }

  private static double bonferroniRejected(ReferenceVector vector) {
    double threshold = bonferroni(vector);
    return Arrays.stream(vector.list("p_values")).filter(p -> p <= threshold).count();
  }

  private static double rate(ReferenceVector vector) {
    return vector.input("rate").asDouble();
  }

  /** Positives come with exponential delays, negatives when the window closes. */
  private static void byAge(ReferenceVector vector, String key, double ofAll) {
    double[] expected = ReferenceVector.list(vector.expectedNode(key));
    double[] ages = vector.list("age_h");
    double delay = vector.input("mean_delay_h").asDouble();
    for (int i = 0; i < ages.length; i++) {
      close(key, vector, expected[i], ofAll * -Math.expm1(-ages[i] / delay));
    }
  }

  private static void labelledOnly(ReferenceVector vector) {
    double[] expected = ReferenceVector.list(vector.expectedNode("labelled_only_rate"));
    double[] ages = vector.list("age_h");
    for (int i = 0; i < ages.length; i++) {
      boolean open = ages[i] < vector.input("window_h").asDouble();
      close("labelled_only_rate", vector, expected[i], open ? 1 : rate(vector));
    }
  }
}
