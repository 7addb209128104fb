package io.tidemark.app;

import io.tidemark.app.plan.DriftPlan;
import io.tidemark.app.plan.JoinPlan;
import io.tidemark.app.settings.KafkaSetting;
import io.tidemark.kafka.progress.InputProgress;
import io.tidemark.kafka.progress.InputWatch;
import io.tidemark.kafka.progress.PolledPositions;
import io.tidemark.kafka.progress.WatchedTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * How far the inputs of labels are read, and under stream time those of drift.
 *
 * @param positions what the tasks of this process have read
 */
record WatchedInputs(InputWatch watch, PolledPositions positions) {

  /**
   * Starts to watch them.
   *
   * @param endOfInputMs when it was last declared that they have got all their records
   */
  static WatchedInputs watch(Ground on, LongSupplier endOfInputMs, Parts parts) {
    List<WatchedTopics> topics = new ArrayList<>(JoinPlan.topics(on.basis()));
    topics.addAll(DriftPlan.topics(on.basis()));
    PolledPositions positions = new PolledPositions(byRequest(topics));
    InputWatch watch =
        InputWatch.connect(
            topics,
            on.clients(),
            on.basis().settings().get(KafkaSetting.APPLICATION_ID),
            positions,
            endOfInputMs,
            on.basis().wall());
    parts.work("input-watch", watch, watch::close);
    return new WatchedInputs(watch, positions);
  }

  private static Set<String> byRequest(List<WatchedTopics> topics) {
    return topics.stream()
        .flatMap(each -> each.byRequest().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  InputProgress of(WatchedTopics topics) {
    return watch.of(topics);
  }
}
