package io.tidemark.app.plan;

import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.StreamsSetting;
import io.tidemark.app.settings.TopicSetting;
import io.tidemark.contribution.EntityFeatures;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.Definitions;
import io.tidemark.kafka.Topics;
import io.tidemark.monitoring.metrics.TidemarkMetrics;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.task.TaskTiming;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * What every part of the topology is planned from.
 *
 * @param definitions what is declared
 * @param settings how it runs
 * @param registry where records written and read find their schemas
 * @param wall the wall clock
 * @param metrics where processors report
 */
public record Basis(
    CheckedDefinitions definitions,
    Settings settings,
    SchemaRegistry registry,
    Clock wall,
    TidemarkMetrics metrics) {
  /** How far the clocks of those who log predictions and outcomes may be ahead of ours. */
  static final Duration MAX_LOG_SKEW = Duration.ofMinutes(5);

  /** Longest wait of labels and drift for a commit, while their input is read as it comes. */
  private static final Duration COMMIT_TICK = Duration.ofMillis(200);

  Definitions declared() {
    return definitions.definitions();
  }

  Topics topics() {
    return Topics.withPrefix(settings.get(TopicSetting.PREFIX));
  }

  List<EntityFeatures> entities() {
    return EntityFeatures.of(definitions);
  }

  int partitions() {
    return settings.get(TopicSetting.PARTITIONS);
  }

  /** The pace of tasks whose output is read from a topic. */
  TaskTiming timing() {
    return timing(COMMIT_TICK);
  }

  TaskTiming timing(Duration tick) {
    return new TaskTiming(
        declared().clock(), wall, tick, settings.get(StreamsSetting.COMMIT_INTERVAL));
  }
}
