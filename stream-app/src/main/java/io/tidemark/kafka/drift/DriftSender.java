package io.tidemark.kafka.drift;

import io.tidemark.definition.Window;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.monitoring.drift.EpisodeChange;
import io.tidemark.monitoring.drift.Evaluation;
import io.tidemark.monitoring.drift.WatchStep;
import io.tidemark.monitoring.drift.WindowKey;
import io.tidemark.monitoring.drift.episode.EpisodeMove;
import io.tidemark.records.AlertRecords;
import io.tidemark.records.DriftRecords;
import io.tidemark.records.TopicKeys;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Sends what a step says to its topics, and shows it in gauges. Not thread-safe. */
final class DriftSender {
  /** The sinks of the graph. */
  static final String METRICS = "drift";

  static final String ALERTS = "alerts";
  static final String RETRAIN = "retrain";

  private final DriftSetup setup;
  private final ProcessorContext<String, SpecificRecord> context;
  private final PacedCommits commits;
  private final DriftRecords metrics = new DriftRecords();
  private final AlertRecords alerts = new AlertRecords();

  DriftSender(
      DriftSetup setup, ProcessorContext<String, SpecificRecord> context, PacedCommits commits) {
    this.setup = setup;
    this.context = context;
    this.commits = commits;
  }

  void send(WatchStep step) {
    step.current().forEach(setup::showUnchanged);
    step.evaluations().forEach(this::send);
    step.changes().forEach(this::send);
    step.left().forEach(setup::hide);
  }

  private void send(Evaluation evaluation) {
    WindowKey window = evaluation.key();
    long computedMs = setup.followsEvents() ? evaluation.endMs() : setup.timing().wall().millis();
    forward(
        window,
        metrics.metric(evaluation, setup.window(window), computedMs),
        evaluation.endMs(),
        METRICS);
    setup.show(evaluation);
  }

  private void send(EpisodeChange change) {
    Window window = setup.window(change.key());
    boolean sustained = change.move() == EpisodeMove.SUSTAINED;
    forward(
        change.key(),
        alerts.alert(change, window, setup.rule(change.key().series())),
        change.atMs(),
        sustained ? RETRAIN : ALERTS);
    setup.show(change.key(), change.episode(), change.move() != EpisodeMove.CLOSED);
  }

  private void forward(WindowKey window, SpecificRecord record, long timeMs, String sink) {
    String key = TopicKeys.of(window.series(), setup.window(window));
    context.forward(new Record<>(key, record, timeMs), sink);
    commits.forwarded();
  }
}
