package io.tidemark.records;

import io.tidemark.avro.BinContribution;
import io.tidemark.avro.DriftMetric;
import io.tidemark.definition.Window;
import io.tidemark.monitoring.drift.DriftMeasures;
import io.tidemark.monitoring.drift.DriftResult;
import io.tidemark.monitoring.drift.Evaluation;
import io.tidemark.monitoring.drift.Evidence;
import io.tidemark.monitoring.drift.Series;
import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.Binning;
import io.tidemark.monitoring.drift.tiles.TileLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Writes what the evaluator found as drift records. */
public final class DriftRecords {
  /** How counts become shares. */
  static final String CONVENTION = "jeffreys";

  /**
   * The record of an evaluation.
   *
   * @param window the window as it is declared
   * @param computedMs when it was made, in epoch milliseconds: the later of two counts
   */
  public DriftMetric metric(Evaluation evaluation, Window window, long computedMs) {
    Series series = evaluation.series();
    DriftResult result = evaluation.result();
    DriftMetric.Builder metric =
        DriftMetric.newBuilder()
            .setModel(series.model())
            .setModelVersion(series.version())
            .setSurface(io.tidemark.avro.Surface.valueOf(series.surface().name()))
            .setFeature(series.label())
            .setWindow(window.label())
            .setWindowMs(window.size().toMillis())
            .setWindowStart(
                Instant.ofEpochMilli(TileLayout.windowStartMs(window.size(), evaluation.endMs())))
            .setWindowEnd(Instant.ofEpochMilli(evaluation.endMs()))
            .setStatus(io.tidemark.avro.DriftStatus.valueOf(result.status().name()))
            .setCurrentCount(result.currentCount())
            .setBaselineCount(result.baselineCount())
            .setConvention(CONVENTION)
            .setEdgesHash(result.binningHash().isEmpty() ? null : result.binningHash())
            .setRevision(computedMs)
            .setComputedAt(Instant.ofEpochMilli(computedMs));
    result.evidence().ifPresent(evidence -> figures(metric, evidence));
    // set in every case: Avro's builder may not load the class of an element to make a default
    metric.setBins(
        evaluation
            .profile()
            .map(reference -> bins(reference, evaluation.counts(), result.evidence().orElse(null)))
            .orElse(List.of()));
    return metric.build();
  }

  private static void figures(DriftMetric.Builder metric, Evidence evidence) {
    DriftMeasures measures = evidence.measures();
    metric
        .setPsi(evidence.psi())
        .setPsiDebiased(evidence.psiDebiased())
        .setCriticalValue(evidence.criticalValue())
        .setAlpha(evidence.alpha())
        .setEffectiveBins(evidence.effectiveBins())
        .setOverdispersion(evidence.phi())
        .setOverdispersionWindows(evidence.calibration().windows())
        .setJs(measures.jensenShannon())
        .setKs(orNull(measures.kolmogorovSmirnov()))
        .setChi2(measures.chiSquare().statistic())
        .setWasserstein(orNull(measures.wasserstein()))
        .setLInfinity(measures.lInfinity())
        .setMissingRatio(measures.missingRatio())
        .setUnseenRatio(measures.unseenRatio());
  }

  private static Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  /** Every bin, so that a reader can draw both histograms; the contributions sum to the PSI. */
  private static List<BinContribution> bins(Profile profile, BinCounts counts, Evidence evidence) {
    Binning binning = profile.binning();
    BinCounts reference = profile.counts();
    List<BinContribution> bins = new ArrayList<>(binning.size());
    for (int bin = 0; bin < binning.size(); bin++) {
      double contribution = evidence == null ? 0 : evidence.contributions().get(bin);
      bins.add(
          new BinContribution(
              binning.label(bin),
              reference.count(bin),
              counts.count(bin),
              contribution,
              countedIn(bin, evidence)));
    }
    return bins;
  }

  private static Integer countedIn(int bin, Evidence evidence) {
    int other = evidence == null ? bin : evidence.countedIn().get(bin);
    return other == bin ? null : Integer.valueOf(other);
  }
}
