package io.tidemark.records;

import io.tidemark.avro.AlertRule;
import io.tidemark.avro.AlertState;
import io.tidemark.avro.BinShift;
import io.tidemark.avro.DriftAlert;
import io.tidemark.definition.Model;
import io.tidemark.definition.Window;
import io.tidemark.monitoring.drift.DriftResult;
import io.tidemark.monitoring.drift.EpisodeChange;
import io.tidemark.monitoring.drift.Evidence;
import io.tidemark.monitoring.drift.Series;
import io.tidemark.monitoring.drift.episode.EpisodeMove;
import io.tidemark.text.KeyParts;
import java.time.Instant;
import java.util.List;

/** Writes what has become of episodes as records. */
public final class AlertRecords {
  /**
   * The record of a change; of one that asks for a new model, the state it is in.
   *
   * @param window the window as it is declared
   * @param rule what counts as drift of the model
   */
  public DriftAlert alert(EpisodeChange change, Window window, Model.Drift rule) {
    Series series = change.key().series();
    DriftResult result = change.result();
    long firstSeenMs = change.episode().openedMs();
    DriftAlert.Builder alert =
        DriftAlert.newBuilder()
            .setRule(AlertRule.DRIFT)
            .setEpisodeId(id(series, window, firstSeenMs))
            .setState(state(change))
            .setModel(series.model())
            .setModelVersion(series.version())
            .setSurface(series.surface().name())
            .setFeature(series.label())
            .setWindow(window.label())
            .setWindowMs(window.size().toMillis())
            .setStatus(result.status().name())
            .setConvention(DriftRecords.CONVENTION)
            .setWarn(rule.warn())
            .setAlert(rule.alert())
            .setCurrentCount(result.currentCount())
            .setBaselineCount(result.baselineCount())
            .setBaseline(orNull(change.baseline()))
            .setEdgesHash(orNull(result.binningHash()))
            .setFirstSeen(Instant.ofEpochMilli(firstSeenMs))
            .setAt(Instant.ofEpochMilli(change.atMs()))
            .setRetrainSignal(change.episode().signalled())
            // set in every case: Avro's builder may not load the class of an element
            .setTopBins(result.evidence().map(AlertRecords::moves).orElse(List.of()));
    result.evidence().ifPresent(evidence -> figures(alert, evidence));
    return alert.build();
  }

  /** The key of its topic, and when it opened. */
  private static String id(Series series, Window window, long firstSeenMs) {
    return KeyParts.join(
        series.model(),
        series.version(),
        series.feature(),
        window.label(),
        Long.toString(firstSeenMs));
  }

  private static AlertState state(EpisodeChange change) {
    if (change.move() == EpisodeMove.SUSTAINED) {
      return change.episode().eased() ? AlertState.EASED : AlertState.OPENED;
    }
    return AlertState.valueOf(change.move().name());
  }

  private static void figures(DriftAlert.Builder alert, Evidence evidence) {
    alert
        .setPsi(evidence.psi())
        .setPsiDebiased(evidence.psiDebiased())
        .setCriticalValue(evidence.criticalValue())
        .setAlpha(evidence.alpha())
        .setEffectiveBins(evidence.effectiveBins())
        .setOverdispersion(evidence.phi())
        .setOverdispersionWindows(evidence.calibration().windows());
  }

  private static List<BinShift> moves(Evidence evidence) {
    return evidence.topMoves().stream()
        .map(
            move ->
                new BinShift(
                    move.label(), move.baselineShare(), move.currentShare(), move.contribution()))
        .toList();
  }

  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
