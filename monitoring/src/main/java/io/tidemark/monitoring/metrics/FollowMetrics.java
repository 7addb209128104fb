package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.Locale;

/** What becomes of the records of topics that every instance follows. Thread-safe. */
public final class FollowMetrics {
  static final MeterGroup METERS = new MeterGroup();

  private static final Meter SKIPPED =
      METERS.counter(
          "tidemark.followed.skipped",
          100,
          "Records skipped on topics that every instance follows: undecodable, or refused as senseless",
          "topic",
          "reason");

  private final BoundedSeries<Skip, Counter> skipped;

  private record Skip(String topic, SkipReason reason) {
    List<String> tagValues() {
      return List.of(topic, reason.name().toLowerCase(Locale.ROOT));
    }
  }

  FollowMetrics(BoundMeters meters) {
    skipped = meters.counters(SKIPPED, Skip::tagValues);
  }

  /** Shows, with 0, what may be skipped of a topic. */
  public void topicFollowed(String topic) {
    for (SkipReason reason : SkipReason.values()) {
      Counter unused = skipped.of(new Skip(topic, reason));
    }
  }

  /** Counts a record that was skipped. */
  public void recordSkipped(String topic, SkipReason reason) {
    skipped.of(new Skip(topic, reason)).increment();
  }
}
