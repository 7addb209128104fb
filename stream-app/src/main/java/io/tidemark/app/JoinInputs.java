package io.tidemark.app;

import io.tidemark.app.plan.JoinPlan;
import io.tidemark.app.settings.KafkaSetting;
import io.tidemark.kafka.progress.InputWatch;
import io.tidemark.kafka.progress.JoinProgress;
import io.tidemark.kafka.progress.JoinTopics;
import io.tidemark.kafka.progress.PolledPositions;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * How far the inputs of labels are read.
 *
 * @param positions what the tasks of this process have read
 */
record JoinInputs(InputWatch watch, PolledPositions positions) {

  /**
   * Starts to watch them.
   *
   * @param endOfInputMs when it was last declared that they have got all their records
   */
  static JoinInputs watch(Ground on, LongSupplier endOfInputMs, Parts parts) {
    List<JoinTopics> joins = JoinPlan.topics(on.basis());
    PolledPositions positions = new PolledPositions(byRequest(joins));
    InputWatch watch =
        InputWatch.connect(
            joins,
            on.clients(),
            on.basis().settings().get(KafkaSetting.APPLICATION_ID),
            positions,
            endOfInputMs,
            on.basis().wall());
    parts.work("join-inputs", watch, watch::close);
    return new JoinInputs(watch, positions);
  }

  private static Set<String> byRequest(List<JoinTopics> joins) {
    return joins.stream()
        .flatMap(join -> join.byRequest().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  JoinProgress of(JoinTopics join) {
    return watch.of(join);
  }
}
