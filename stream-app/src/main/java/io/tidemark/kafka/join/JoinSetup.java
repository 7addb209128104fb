package io.tidemark.kafka.join;

import io.tidemark.definition.Model;
import io.tidemark.join.JoinEngine;
import io.tidemark.join.JoinHorizons;
import io.tidemark.monitoring.metrics.JoinMetrics;
import io.tidemark.monitoring.metrics.LabelFigure;
import io.tidemark.records.LabelDefinitions;
import io.tidemark.records.LabelledRecords;
import io.tidemark.records.LogReaders;
import io.tidemark.records.LoggedFields;
import io.tidemark.task.TaskSums;
import io.tidemark.task.TaskTiming;
import io.tidemark.text.GraphNames;
import io.tidemark.validation.OutcomeReader;

/**
 * What every join task of one model shares.
 *
 * @param model the model and its labels
 * @param horizons how long either side is remembered
 * @param outcomes judges outcomes by the model's labels
 * @param logs makes readers of prediction and outcome logs
 * @param timing what closes windows; its tick is also the time between looks at what is due
 * @param metrics where the processor reports
 * @param figures what became of predictions, of all tasks of this process
 */
public record JoinSetup(
    Model model,
    JoinHorizons horizons,
    OutcomeReader outcomes,
    LogReaders logs,
    TaskTiming timing,
    JoinMetrics metrics,
    TaskSums<LabelFigure> figures) {
  /** One for a thread: it reads predictions back. */
  JoinEngine engine() {
    LoggedFields logged = new LoggedFields(logs.predictions());
    return new JoinEngine(model.labels(), horizons, outcomes.judge(), logged::of);
  }

  /** One for a thread: it reads predictions back. */
  LabelledRecords records() {
    return new LabelledRecords(logs.predictions(), LabelDefinitions.declared(model));
  }

  String stateStore() {
    return stateStore(model);
  }

  /** The name of the store that has a model's requests, and of its stage in receipts. */
  public static String stateStore(Model model) {
    return "join-" + GraphNames.of(model.name());
  }

  String hookStore() {
    return "commit-join-" + GraphNames.of(model.name());
  }

  String dueStore() {
    return "due-join-" + GraphNames.of(model.name());
  }

  String requestStore() {
    return "requests-" + GraphNames.of(model.name());
  }

  String erasureStore() {
    return "erasures-join-" + GraphNames.of(model.name());
  }
}
