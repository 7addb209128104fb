package io.tidemark.kafka.features;

import io.tidemark.definition.ClockMode;
import io.tidemark.delivery.StoreOutlet;
import io.tidemark.entity.EntityHeap;
import io.tidemark.entity.Rebuilds;
import io.tidemark.feature.FeaturePlan;
import io.tidemark.monitoring.metrics.TidemarkMetrics;
import io.tidemark.records.ErasureReceipts;
import io.tidemark.task.TaskSum;
import io.tidemark.task.TaskTiming;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What every task of one entity's features shares.
 *
 * @param namespace first part of every key in the online store
 * @param plan the entity's compiled features
 * @param timing what makes windows slide, and how long changes are gathered
 * @param heap how many decoded entities are kept
 * @param sweeping why all entities are scanned
 * @param output where vectors go
 * @param metrics where the processor reports
 */
public record FeatureSetup(
    String namespace,
    FeaturePlan plan,
    TaskTiming timing,
    EntityHeap heap,
    Sweeping sweeping,
    Output output,
    TidemarkMetrics metrics) {

  private static final long LONGEST_JITTER_MS = 500;

  /**
   * Why all entities of a task are scanned.
   *
   * @param pinned versions of groups that are served whatever has caught up, by {@code
   *     name@version}
   * @param rebuilds requests to send every row again
   * @param remaining entities still to be scanned
   */
  public record Sweeping(Set<String> pinned, Rebuilds rebuilds, TaskSum remaining) {}

  /**
   * Where vectors go.
   *
   * @param store takes them as rows
   * @param topic the topic they go to as well, if any
   * @param erasures under way, which the store has not acknowledged
   * @param receipts writes what became of them
   */
  public record Output(
      StoreOutlet store, Optional<String> topic, TaskSum erasures, ErasureReceipts receipts) {
    boolean toTopic() {
      return topic.isPresent();
    }
  }

  /** The kind of entity. */
  public String entity() {
    return plan.entity().name();
  }

  ClockMode clock() {
    return timing.mode();
  }

  Clock wall() {
    return timing.wall();
  }

  String stateStore() {
    return "features-" + entity();
  }

  String timerStore() {
    return "due-features-" + entity();
  }

  String erasureStore() {
    return "erasures-" + entity();
  }

  ErasureReceipts.Stage stage() {
    return new ErasureReceipts.Stage(
        ErasureReceipts.FEATURES, namespace, entity(), stateStore(), output.topic());
  }

  String hookStore() {
    return "commit-features-" + entity();
  }

  /** Another for each change of what decides which contributions there are, or what rows say. */
  String definitions() {
    String text = clock() + " " + plan.groupIds() + " " + new TreeSet<>(sweeping.pinned());
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /**
   * How much later than its instant an entity's timer may run, so that not all of a hop's run at
   * once: at most a hop, nothing where stream time is the clock.
   */
  long jitterMs() {
    if (clock() == ClockMode.STREAM) {
      return 0;
    }
    return plan.groups().stream()
        .flatMap(group -> group.aggregates().stream())
        .flatMap(aggregate -> aggregate.windows().stream())
        .mapToLong(FeaturePlan::hopMs)
        .reduce(LONGEST_JITTER_MS, Math::min);
  }
}
