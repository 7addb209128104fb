package io.tidemark.store;

import java.util.Map;
import java.util.OptionalLong;

/**
 * How new the events in a row are, in milliseconds since the Unix epoch. Immutable.
 *
 * @param newestMs time of the newest event in the values; empty when it is not known
 * @param byGroup name of a feature group to the time of its newest event; a group that never had
 *     one, or of which nothing is known, has no entry
 */
public record EventTimes(OptionalLong newestMs, Map<String, Long> byGroup) {
  public EventTimes {
    byGroup = Map.copyOf(byGroup);
  }

  /** Of a row whose groups are not told apart. */
  public static EventTimes newest(OptionalLong newestMs) {
    return new EventTimes(newestMs, Map.of());
  }

  /** Time of the newest event of a group; empty when it never had one, or it is not known. */
  public OptionalLong of(String group) {
    Long ms = byGroup.get(group);
    return ms == null ? OptionalLong.empty() : OptionalLong.of(ms);
  }
}
