package io.tidemark.store.serve;

import io.tidemark.store.FeatureRow;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Decides the status of each value of a row. Of several that apply, the one that says most against
 * the value wins: expired, warming, not found, present. Not thread-safe; one per request.
 */
final class RowJudge {
  private final long nowMs;
  private final Optional<Duration> tolerance;
  private final Map<ValueStatus, Long> counts = new EnumMap<>(ValueStatus.class);
  private final OptionalLong rebuildingSinceMs;
  private final String missing;
  private boolean expired;
  private boolean outdated;
  private Set<String> warming = Set.of();

  /**
   * A judge at an instant.
   *
   * @param store whether it is complete
   */
  RowJudge(long nowMs, Optional<Duration> tolerance, RebuildStatus store) {
    this.nowMs = nowMs;
    this.tolerance = tolerance;
    this.rebuildingSinceMs = store.sinceMs();
    this.missing = store.lacksRows() ? "store_incomplete" : "unknown_key";
  }

  /** Goes on to another row, which is what {@link #status} is about from then on. */
  void row(FeatureRow row) {
    expired = isExpired(row);
    outdated = isFromBefore(row);
    warming = row.warming().isEmpty() ? Set.of() : new HashSet<>(row.warming());
  }

  private boolean isExpired(FeatureRow row) {
    return tolerance.isPresent()
        && row.validUntilMs().isPresent()
        && nowMs - row.validUntilMs().getAsLong() > tolerance.get().toMillis();
  }

  /**
   * Whether the row may be older than one that was acknowledged. A revision says nothing about when
   * a row was written, and under stream time neither does its instant: there none is trusted before
   * the store is complete.
   */
  private boolean isFromBefore(FeatureRow row) {
    return rebuildingSinceMs.isPresent() && row.asOfMs() < rebuildingSinceMs.getAsLong();
  }

  /** Whether the row is from before the store began to be filled anew. */
  boolean isOutdated() {
    return outdated;
  }

  /**
   * Whether the newest event of a feature's group is older than the group's time to live, or there
   * never was one. Under stream time the time of day says nothing about that.
   */
  boolean isOld(ServedEntity.Feature feature, FeatureRow row) {
    long eventMs = row.eventTimes().of(feature.group()).orElse(0);
    return tolerance.isPresent() && nowMs - eventMs > feature.ttl().toMillis();
  }

  /** The status of a value of the row; {@code null} is an absent one. */
  ValueStatus status(ServedEntity.Feature feature, Object value) {
    return counted(judge(feature, value));
  }

  /** The status of every value of a key without a row. */
  ValueStatus unknownKey() {
    return counted(ValueStatus.NOT_FOUND);
  }

  /** Why there is no row: nobody has written one, or the store may have lost it. */
  String missing() {
    return missing;
  }

  private ValueStatus judge(ServedEntity.Feature feature, Object value) {
    if (expired && feature.windowed()) {
      return ValueStatus.EXPIRED;
    }
    if (outdated || warming.contains(feature.field())) {
      return ValueStatus.WARMING;
    }
    return value == null ? ValueStatus.NOT_FOUND : ValueStatus.PRESENT;
  }

  private ValueStatus counted(ValueStatus status) {
    counts.merge(status, 1L, Long::sum);
    return status;
  }

  /** Tells what was decided so far. */
  void report(String entity, ServedValues listener) {
    counts.forEach((status, count) -> listener.served(entity, status, count));
  }
}
