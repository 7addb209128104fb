package io.tidemark.monitoring.drift;

import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Compares a window's counts with a baseline and says what follows.
 *
 * <p>A verdict needs two things: a difference <em>beyond chance</em> (PSI above its critical value,
 * which joins the number of values on both sides, the effective bins and the values' dependence)
 * and one <em>of size</em> (PSI less what chance gives on average, against the rule's bands). At a
 * million values any shift is beyond chance, at a hundred chance alone gives a PSI of 0.09; neither
 * is an alarm.
 *
 * <p>Immutable and thread-safe. Equal counts give equal bits.
 */
public final class DriftEvaluator {

  /** Bins named in {@link Evidence#topMoves()}. */
  static final int TOP_MOVES = 3;

  private final DriftRule rule;

  public DriftEvaluator(DriftRule rule) {
    this.rule = rule;
  }

  /** Compares values taken as independent. */
  public DriftResult evaluate(Profile baseline, BinCounts current) {
    return evaluate(baseline, current, Calibration.INDEPENDENT);
  }

  /**
   * Compares a window with a baseline.
   *
   * @param baseline the feature's profile
   * @param current counts over the profile's binning
   * @param calibration the dependence of the feature's values
   */
  public DriftResult evaluate(Profile baseline, BinCounts current, Calibration calibration) {
    BinCounts reference = baseline.counts();
    if (current.size() != reference.size()) {
      return unable(
          baseline,
          current,
          DriftStatus.INVALID,
          "%d bins counted, the baseline has %d".formatted(current.size(), reference.size()));
    }
    if (current.hasNegative()) {
      return unable(
          baseline, current, DriftStatus.INVALID, "a bin has more values taken back than counted");
    }
    if (Math.min(current.total(), reference.total()) < rule.minCount()) {
      return unable(
          baseline,
          current,
          DriftStatus.INSUFFICIENT,
          "%d values against %d in the baseline; at least %d are needed on both sides"
              .formatted(current.total(), reference.total(), rule.minCount()));
    }
    return compared(baseline, current, evidence(baseline, current, calibration));
  }

  private static DriftResult unable(
      Profile baseline, BinCounts current, DriftStatus status, String reason) {
    return result(baseline, current, status, reason, Optional.empty());
  }

  private DriftResult compared(Profile baseline, BinCounts current, Evidence evidence) {
    DriftStatus status =
        rule.band(evidence.psi(), evidence.psiDebiased(), evidence.criticalValue());
    String reason = evidence.isBeyondChance() ? "beyond chance" : "within chance";
    return result(baseline, current, status, reason, Optional.of(evidence));
  }

  private static DriftResult result(
      Profile baseline,
      BinCounts current,
      DriftStatus status,
      String reason,
      Optional<Evidence> evidence) {
    return new DriftResult(
        baseline.feature(),
        status,
        reason,
        current.total(),
        baseline.counts().total(),
        baseline.binning().hash(),
        evidence);
  }

  private Evidence evidence(Profile baseline, BinCounts current, Calibration calibration) {
    BinCounts reference = baseline.counts();
    EffectiveBins effective = EffectiveBins.of(baseline, current, rule.smallestAlpha());
    double[] terms =
        Psi.contributions(effective.baseline(), effective.current(), rule.convention());
    double[] contributions = effective.spread(terms, reference.size());
    double psi = Psi.sum(contributions);
    NullLaw law =
        calibration.law(
            effective.bins().length, new SampleSizes(current.total(), reference.total()));
    double alpha = rule.alpha(law);
    return new Evidence(
        psi,
        Math.max(0, psi - law.mean()),
        law.critical(alpha),
        law.pValue(psi),
        alpha,
        calibration,
        effective.bins().length,
        Arrays.stream(effective.countedIn()).boxed().toList(),
        boxed(contributions),
        topMoves(baseline, current, contributions),
        DriftMeasures.between(baseline, current));
  }

  private static List<Double> boxed(double[] values) {
    List<Double> boxed = new ArrayList<>(values.length);
    for (double value : values) {
      boxed.add(value);
    }
    return boxed;
  }

  private static List<BinMove> topMoves(
      Profile baseline, BinCounts current, double[] contributions) {
    return IntStream.range(0, contributions.length)
        .filter(bin -> contributions[bin] > 0)
        .mapToObj(bin -> move(baseline, current, bin, contributions[bin]))
        .sorted(Comparator.comparingDouble(BinMove::contribution).reversed())
        .limit(TOP_MOVES)
        .toList();
  }

  private static BinMove move(Profile baseline, BinCounts current, int bin, double contribution) {
    BinCounts reference = baseline.counts();
    return new BinMove(
        bin,
        baseline.binning().label(bin),
        (double) reference.count(bin) / reference.total(),
        (double) current.count(bin) / current.total(),
        contribution);
  }
}
