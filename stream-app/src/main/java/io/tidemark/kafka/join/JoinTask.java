package io.tidemark.kafka.join;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.definition.ClockMode;
import io.tidemark.definition.Model;
import io.tidemark.join.JoinHorizons;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.monitoring.metrics.TidemarkMetrics;
import io.tidemark.validation.OutcomeReader;
import io.tidemark.wire.AvroReader;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What every join task of one model shares.
 *
 * @param model the model and its labels
 * @param horizons how long either side is remembered
 * @param outcomes judges outcomes by the model's labels
 * @param predictionLogs makes a reader of prediction logs
 * @param outcomeLogs makes a reader of outcome logs
 * @param clock what closes windows
 * @param wall the wall clock
 * @param interval time between looks at what is due
 * @param commits makes what asks for commits, one for each processor
 * @param metrics where the processor reports
 * @param pending predictions without a label yet, of all tasks of this process
 */
public record JoinTask(
    Model model,
    JoinHorizons horizons,
    OutcomeReader outcomes,
    Supplier<AvroReader<PredictionLog>> predictionLogs,
    Supplier<AvroReader<OutcomeLog>> outcomeLogs,
    ClockMode clock,
    Clock wall,
    Duration interval,
    Supplier<PacedCommits> commits,
    TidemarkMetrics metrics,
    PendingLabels pending) {

  String stateStore() {
    return "join-" + model.name();
  }

  String hookStore() {
    return "join-" + model.name() + "-commit";
  }

  String dueStore() {
    return "join-" + model.name() + "-due";
  }
}
