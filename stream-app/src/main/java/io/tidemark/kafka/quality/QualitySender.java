package io.tidemark.kafka.quality;

import io.tidemark.avro.DriftAlert;
import io.tidemark.avro.QualityMetric;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.monitoring.labels.OutageMove;
import io.tidemark.monitoring.quality.CohortReport;
import io.tidemark.monitoring.quality.QualityMove;
import io.tidemark.records.LabelAlerts;
import io.tidemark.records.QualityRecords;
import io.tidemark.records.TopicKeys;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Sends what is found of quality and labels to its topics. Not thread-safe.
 *
 * @param setup what every task shares
 * @param context where records go
 * @param commits told of each
 */
record QualitySender(
    QualitySetup setup, ProcessorContext<String, SpecificRecord> context, PacedCommits commits) {
  /** The sinks of the graph. */
  static final String METRICS = "quality";

  static final String ALERTS = "quality-alerts";

  void send(CohortReport report) {
    QualityMetric metric =
        QualityRecords.metric(
            report, setup.isNumeric(report.key()), setup.timing().wall().millis());
    forward(TopicKeys.of(report.key()), metric, report.key().startMs(), METRICS);
  }

  void send(QualityMove move) {
    DriftAlert alert = LabelAlerts.of(move);
    forward(TopicKeys.of(move.series(), move.figure().label()), alert, move.atMs(), ALERTS);
  }

  void send(String model, OutageMove move) {
    DriftAlert alert = LabelAlerts.of(model, move, setup.stepMs(model, move.label()));
    forward(TopicKeys.ofLabel(model, move.label()), alert, move.atMs(), ALERTS);
  }

  private void forward(String key, SpecificRecord record, long timeMs, String sink) {
    context.forward(new Record<>(key, record, Math.max(0, timeMs)), sink);
    commits.forwarded();
  }
}
