package io.tidemark.kafka.features;

import io.tidemark.definition.ClockMode;
import io.tidemark.delivery.Rebuilds;
import io.tidemark.delivery.StoreOutlet;
import io.tidemark.feature.FeaturePlan;
import io.tidemark.kafka.state.TaskSum;
import io.tidemark.monitoring.metrics.TidemarkMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What every task of one entity's features shares.
 *
 * @param namespace first part of every key in the online store
 * @param plan the entity's compiled features
 * @param clock what makes windows slide
 * @param wall the wall clock
 * @param flushInterval how long changes are gathered while the task keeps up with its input
 * @param commitInterval how often Kafka Streams commits by itself, and how long changes are
 *     gathered at most
 * @param heapEntities how many decoded entities are kept on the heap
 * @param pinned versions of groups that are served whatever has caught up, by {@code name@version}
 * @param store where rows go
 * @param toTopic whether vectors go to a topic too
 * @param rebuilds requests to send every row again
 * @param sweepRemaining entities still to be gone through
 * @param metrics where the processor reports
 */
public record FeatureTask(
    String namespace,
    FeaturePlan plan,
    ClockMode clock,
    Clock wall,
    Duration flushInterval,
    Duration commitInterval,
    EntityHeap heapEntities,
    Set<String> pinned,
    StoreOutlet store,
    boolean toTopic,
    Rebuilds rebuilds,
    TaskSum sweepRemaining,
    TidemarkMetrics metrics) {

  /** How long an entity stays when all its features are over all time and no group says. */
  private static final Duration LIFETIME_TTL = Duration.ofDays(90);

  private static final long LONGEST_JITTER_MS = 500;

  /** A row that keeps its values is written so many times during its time to live. */
  private static final int TOUCHES_PER_TTL = 4;

  String entity() {
    return plan.entity().name();
  }

  String stateStore() {
    return "features-" + entity();
  }

  String timerStore() {
    return "features-" + entity() + "-due";
  }

  String hookStore() {
    return "features-" + entity() + "-commit";
  }

  /** Another for each change of what decides which contributions there are, or what rows say. */
  String definitions() {
    String text = clock + " " + plan.groupIds() + " " + new TreeSet<>(pinned);
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** How long an idle entity's values stay: as long as the group that keeps them longest says. */
  Duration ttl() {
    return ttl(plan);
  }

  /** A row whose values stay the same is written again when it has a newer event by so much. */
  long touchMs() {
    return Math.max(1, ttl().toMillis() / TOUCHES_PER_TTL);
  }

  /** How long the values of an idle entity stay in the store. */
  public static Duration ttl(FeaturePlan plan) {
    return IntStream.range(0, plan.groups().size())
        .mapToObj(group -> ttl(plan, group))
        .max(Comparator.naturalOrder())
        .orElse(LIFETIME_TTL);
  }

  /**
   * How much later than its instant an entity's timer may run, so that not all of a hop's run at
   * once: at most a hop, nothing where stream time is the clock.
   */
  long jitterMs() {
    if (clock == ClockMode.STREAM) {
      return 0;
    }
    return plan.groups().stream()
        .flatMap(group -> group.aggregates().stream())
        .flatMap(aggregate -> aggregate.windows().stream())
        .mapToLong(FeaturePlan::hopMs)
        .reduce(LONGEST_JITTER_MS, Math::min);
  }

  private static Duration ttl(FeaturePlan plan, int group) {
    Duration declared = plan.groups().get(group).ttl();
    if (declared != null) {
      return declared;
    }
    return plan.hasLifetime(group) ? LIFETIME_TTL : Duration.ofMillis(plan.horizonMs(group));
  }
}
