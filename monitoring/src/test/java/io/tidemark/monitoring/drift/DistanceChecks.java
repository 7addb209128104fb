package io.tidemark.monitoring.drift;

import static io.tidemark.monitoring.drift.Checks.close;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.monitoring.drift.ReferenceVector.Pair;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Distances between distributions, of counts, of values and of normal distributions. */
final class DistanceChecks {
  /** Steps of a line on which sums of smooth functions are as good as integrals. */
  private static final double STEP = 0.01;

  private static final double REACH = 10;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private DistanceChecks() {}

  static Checks checks() {
    return new Checks()
        .number("linf", DistanceChecks::lInfinity)
        .add("js_divergence_base2", DistanceChecks::jensenShannon)
        .number("js_distance_base2", vector -> Math.sqrt(jensenShannon(vector.pair())))
        .add("ks", DistanceChecks::kolmogorovSmirnov)
        .number("ks_exact", vector -> ks(vector.pairOfValues()))
        .number("ks_scaled", DistanceChecks::scaled)
        .number("wasserstein", DistanceChecks::wasserstein)
        .number("wasserstein_norm_by_ref_std_ddof0", DistanceChecks::wassersteinOfDeviations)
        .number("emd_scaled", DistanceChecks::wassersteinOfRange)
        .number("continuous_jeffreys", DistanceChecks::continuousJeffreys);
  }

  private static double lInfinity(ReferenceVector vector) {
    Pair pair = vector.pair();
    return Distances.lInfinity(pair.baseline(), pair.current());
  }

  static double jensenShannon(Pair pair) {
    return Distances.jensenShannonDivergence(pair.baseline(), pair.current());
  }

  /** With a bin of its own for NaN, equal rates of it are no distance. */
  private static void jensenShannon(ReferenceVector vector) {
    if (vector.isKnownDefect()) {
      assertThat(vector.expected("js_divergence_base2")).isNotZero();
      assertThat(jensenShannon(vector.pair())).isZero();
    } else {
      close(vector, "js_divergence_base2", jensenShannon(vector.pair()));
    }
  }

  static double ks(Pair pair) {
    return Distances.kolmogorovSmirnov(pair.baseline(), pair.current());
  }

  private static void kolmogorovSmirnov(ReferenceVector vector) {
    if (vector.isKnownDefect()) {
      assertThat(vector.expected("ks")).isNotZero();
      assertThat(ks(vector.pairOfValues())).as("of equal samples").isZero();
    } else if (vector.has("current")) {
      close(vector, "ks", ks(normals(vector)));
    } else {
      close(vector, "ks", ks(vector.pairOfValues()));
    }
  }

  private static double scaled(ReferenceVector vector) {
    Pair pair = vector.pair();
    double m = Psi.sum(pair.baseline());
    double n = Psi.sum(pair.current());
    return ks(pair) * Math.sqrt(n * m / (n + m));
  }

  static double wasserstein(ReferenceVector vector) {
    Pair pair = vector.has("current") ? normals(vector) : vector.pairOfValues();
    double[] positions = vector.has("current") ? line() : vector.positions();
    return Distances.wasserstein(positions, pair.baseline(), pair.current());
  }

  private static double wassersteinOfDeviations(ReferenceVector vector) {
    double[] values = vector.list("baseline_values");
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return wasserstein(vector) / Math.sqrt(squares / values.length);
  }

  private static double wassersteinOfRange(ReferenceVector vector) {
    double[] positions = vector.positions();
    return wasserstein(vector) / (positions[positions.length - 1] - positions[0]);
  }

  private static double[] line() {
    return IntStream.rangeClosed((int) (-REACH / STEP), (int) (REACH / STEP))
        .mapToDouble(i -> i * STEP)
        .toArray();
  }

  /** What {@code "N(0.2,1)"} is shifted by; its half, where the distance is, is on the line. */
  private static double shift(ReferenceVector vector) {
    String current = vector.input("current").asText();
    assertThat(current).matches("N\\([0-9.]+,1\\)");
    return Double.parseDouble(current.substring(2, current.indexOf(',')));
  }

  private static Pair normals(ReferenceVector vector) {
    double shift = shift(vector);
    return new Pair(
        masses(NORMAL::cumulativeProbability),
        masses(x -> NORMAL.cumulativeProbability(x - shift)));
  }

  private static double[] masses(DoubleUnaryOperator upTo) {
    double[] line = line();
    double[] masses = new double[line.length];
    Arrays.setAll(
        masses, i -> upTo.applyAsDouble(line[i]) - (i == 0 ? 0 : upTo.applyAsDouble(line[i - 1])));
    return masses;
  }

  /** Of densities: differences of distribution functions have no digits in the tails. */
  private static double continuousJeffreys(ReferenceVector vector) {
    double shift = shift(vector);
    Pair densities =
        new Pair(
            Arrays.stream(line()).map(NORMAL::density).toArray(),
            Arrays.stream(line()).map(x -> NORMAL.density(x - shift)).toArray());
    return PsiChecks.psi(densities, PsiConvention.UNSMOOTHED);
  }
}
