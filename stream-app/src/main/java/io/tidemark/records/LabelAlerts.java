package io.tidemark.records;

import io.tidemark.avro.AlertRule;
import io.tidemark.avro.AlertState;
import io.tidemark.avro.DriftAlert;
import io.tidemark.definition.DurationFormat;
import io.tidemark.monitoring.drift.DriftStatus;
import io.tidemark.monitoring.drift.episode.EpisodeMove;
import io.tidemark.monitoring.labels.Outage;
import io.tidemark.monitoring.labels.OutageMove;
import io.tidemark.monitoring.quality.JudgedFigure;
import io.tidemark.monitoring.quality.QualityMove;
import io.tidemark.text.KeyParts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Writes what has become of episodes of quality and of outages of labels as records. */
public final class LabelAlerts {
  /** What stands where a drift alert has the surface of its series. */
  private static final String SURFACE = "LABEL";

  private LabelAlerts() {}

  /** A change of an episode of quality. */
  public static DriftAlert of(QualityMove move) {
    String key = TopicKeys.of(move.series(), move.figure().label());
    DriftAlert.Builder alert =
        alert(AlertRule.QUALITY, key, move.episode().openedMs(), move.atMs(), move.cohortMs())
            .setState(AlertState.valueOf(move.move().name()))
            .setStatus(status(move.move() != EpisodeMove.CLOSED))
            .setModel(move.series().model())
            .setModelVersion(move.series().version())
            .setFeature(move.series().label())
            .setExploration(move.series().exploration())
            .setMetric(move.figure().label())
            .setBound(orNull(move.bound()));
    JudgedFigure found = move.found();
    if (found != null) {
      alert
          .setValue(orNull(found.value()))
          .setStandardError(orNull(found.standardError()))
          .setCurrentCount(found.labels());
    }
    return alert.build();
  }

  /**
   * An outage of a label that has begun or is over.
   *
   * @param stepMs length of the steps in which outcomes are counted, milliseconds
   */
  public static DriftAlert of(String model, OutageMove move, long stepMs) {
    Outage outage = move.outage();
    String key = TopicKeys.ofLabel(model, move.label());
    return alert(AlertRule.LABEL_OUTAGE, key, outage.fromMs(), move.atMs(), stepMs)
        .setState(outage.isOpen() ? AlertState.OPENED : AlertState.CLOSED)
        .setStatus(status(outage.isOpen()))
        .setModel(model)
        .setFeature(move.label())
        .setExpectedOutcomes(outage.expected())
        .setObservedOutcomes(outage.came())
        .setUntil(outage.isOpen() ? null : Instant.ofEpochMilli(outage.untilMs()))
        .build();
  }

  private static DriftAlert.Builder alert(
      AlertRule rule, String key, long firstSeenMs, long atMs, long windowMs) {
    return DriftAlert.newBuilder()
        .setRule(rule)
        .setEpisodeId(key + KeyParts.join("", Long.toString(firstSeenMs)))
        .setSurface(SURFACE)
        .setWindow(DurationFormat.format(Duration.ofMillis(windowMs)))
        .setWindowMs(windowMs)
        .setWarn(0)
        .setAlert(0)
        .setFirstSeen(Instant.ofEpochMilli(firstSeenMs))
        .setAt(Instant.ofEpochMilli(atMs))
        // set in every case: Avro's builder may not load the class of an element
        .setTopBins(List.of());
  }

  private static String status(boolean open) {
    return (open ? DriftStatus.SIGNIFICANT : DriftStatus.STABLE).name();
  }

  private static Double orNull(double value) {
    return Double.isNaN(value) ? null : Double.valueOf(value);
  }
}
