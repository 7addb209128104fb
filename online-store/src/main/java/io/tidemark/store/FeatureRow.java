package io.tidemark.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * All features of one entity at one instant. Immutable.
 *
 * @param key whose features they are
 * @param values field name to value: {@link Long}, finite {@link Double}, {@link Boolean}, {@link
 *     String} or a list of these; an absent value has no entry. Names do not start with {@code _}
 * @param revision grows with each change, in {@code [0, 2^53)}: what a store compares
 * @param asOfMs the instant the values are right for, milliseconds since the Unix epoch
 * @param validUntilMs the earliest instant at which a value changes if nothing arrives,
 *     milliseconds since the Unix epoch; empty when nothing will
 * @param eventTimeMs time of the newest event in the values, milliseconds since the Unix epoch;
 *     empty when it is not known
 * @param warming names of the values whose window is not yet covered; empty when all are
 * @param ttl how long the store keeps the row without a further write, at least 1 ms; in a row
 *     read, what is left of it
 */
public record FeatureRow(
    EntityKey key,
    Map<String, Object> values,
    long revision,
    long asOfMs,
    OptionalLong validUntilMs,
    OptionalLong eventTimeMs,
    List<String> warming,
    Duration ttl) {

  /** Revisions are compared in Lua, whose numbers are doubles. */
  public static final long MAX_REVISION = (1L << 53) - 1;

  public FeatureRow {
    values = Map.copyOf(values);
    warming = List.copyOf(warming);
    requireRevision(revision);
    if (ttl.toMillis() < 1) {
      throw new IllegalArgumentException(
          "Invalid time to live " + ttl + ": it is at least 1 ms. Delete the row instead.");
    }
    for (String name : values.keySet()) {
      if (name.isEmpty() || name.charAt(0) == '_') {
        throw new IllegalArgumentException(
            "Invalid field '"
                + name
                + "': names that start with '_' are the store's own. Use <group>.<feature>.");
      }
    }
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
