package io.tidemark.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * All features of one entity at one instant. Immutable.
 *
 * @param key whose features they are
 * @param values field name to value: {@link Long}, finite {@link Double}, {@link Boolean}, {@link
 *     String} or a list of these; an absent value has no entry. Names do not start with {@code _}
 * @param revision grows with each event in the values, in {@code [0, 2^53)}: what a store compares
 * @param asOfMs the instant the values are right for, milliseconds since the Unix epoch
 * @param validUntilMs the earliest instant at which a value changes if nothing arrives,
 *     milliseconds since the Unix epoch; empty when nothing will
 * @param eventTimes of the newest events in the values, of all and by group
 * @param warming names of the values whose window is not yet covered; empty when all are
 * @param ttl how long the store keeps the row after its newest event, at least 1 ms; in a row read,
 *     what is left of it or {@link #TTL_UNKNOWN}
 */
public record FeatureRow(
    EntityKey key,
    Map<String, Object> values,
    long revision,
    long asOfMs,
    OptionalLong validUntilMs,
    EventTimes eventTimes,
    List<String> warming,
    Duration ttl) {

  /** Revisions are compared in Lua, whose numbers are doubles. */
  public static final long MAX_REVISION = (1L << 53) - 1;

  /** Of a row that was read without asking how long it will be kept, or that is kept for ever. */
  public static final Duration TTL_UNKNOWN = Duration.ofMillis(Long.MAX_VALUE);

  public FeatureRow {
    values = values instanceof HandedOver ? values : Map.copyOf(values);
    warming = List.copyOf(warming);
    requireRevision(revision);
    if (ttl.toMillis() < 1) {
      throw new IllegalArgumentException(
          "Invalid time to live " + ttl + ": it is at least 1 ms. Delete the row instead.");
    }
    values.forEach(FeatureRow::require);
  }

  /**
   * Time of the newest event in the values, milliseconds since the Unix epoch; empty when it is not
   * known.
   */
  public OptionalLong eventTimeMs() {
    return eventTimes.newestMs();
  }

  private static void require(String name, Object value) {
    Objects.requireNonNull(value, name);
    if (name.isEmpty() || name.charAt(0) == '_') {
      throw new IllegalArgumentException(
          "Invalid field '"
              + name
              + "': names that start with '_' are the store's own. Use <group>.<feature>.");
    }
  }

  /**
   * Values that a row may keep as they are, instead of a copy.
   *
   * @param values nobody changes them any more, the caller included
   * @return an unmodifiable view, to be made a row of
   */
  public static Map<String, Object> handedOver(Map<String, Object> values) {
    return new HandedOver(values);
  }

  /**
   * How long a store keeps the row from now on: the time to live after the newest event, less the
   * time from that event to {@code asOfMs}. So writes that only let windows decay do not prolong a
   * row. The wall clock has no part in it: replayed history, whose events and instants are both
   * long ago, is kept as it would have been when it was new. Without an event time, the whole of
   * {@code ttl}.
   *
   * @param minimum kept even when the time to live has passed, or {@code ttl} where that is less:
   *     the revision must outlast a writer that comes late
   */
  public Duration timeLeft(Duration minimum) {
    long ttlMs = ttl.toMillis();
    long idleMs = Math.max(0, asOfMs - eventTimeMs().orElse(asOfMs));
    return Duration.ofMillis(Math.max(ttlMs - idleMs, Math.min(ttlMs, minimum.toMillis())));
  }

  /**
   * Refuses a revision out of range.
   *
   * @throws IllegalArgumentException when it is not in {@code [0, 2^53)}
   */
  public static void requireRevision(long revision) {
    if (revision < 0 || revision > MAX_REVISION) {
      throw new IllegalArgumentException(
          "Invalid revision "
              + revision
              + ": it is in [0, 2^53), where doubles are exact. Derive it from offset and epoch.");
    }
  }
}
