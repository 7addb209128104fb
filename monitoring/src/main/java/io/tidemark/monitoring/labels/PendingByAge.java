package io.tidemark.monitoring.labels;

import java.util.LinkedHashMap;
import java.util.Map;

/** Predictions that wait, each in the one bucket of its age. Mutable; not thread-safe. */
public final class PendingByAge {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /** An age that a bucket goes up to; the first begins at 0. */
  public enum Age {
    UNDER_1M("1m", MINUTE),
    UNDER_5M("5m", 5 * MINUTE),
    UNDER_15M("15m", 15 * MINUTE),
    UNDER_1H("1h", HOUR),
    UNDER_3H("3h", 3 * HOUR),
    UNDER_12H("12h", 12 * HOUR),
    UNDER_1D("1d", DAY),
    UNDER_3D("3d", 3 * DAY),
    UNDER_7D("7d", 7 * DAY),
    UNDER_30D("30d", 30 * DAY),
    UNDER_90D("90d", 90 * DAY),
    OLDER("older", Long.MAX_VALUE);

    private final String label;
    private final long endMs;

    Age(String label, long endMs) {
      this.label = label;
      this.endMs = endMs;
    }

    /** As a tag has it: what predictions are younger than, or {@code older}. */
    public String label() {
      return label;
    }

    static Age of(long ageMs) {
      for (Age age : values()) {
        if (ageMs < age.endMs) {
          return age;
        }
      }
      return OLDER;
    }
  }

  private final long[] counts = new long[Age.values().length];

  void add(long ageMs, long count) {
    counts[Age.of(ageMs).ordinal()] += count;
  }

  /** How many there are of an age. */
  public long of(Age age) {
    return counts[age.ordinal()];
  }

  /** All of them, from the youngest. */
  public Map<Age, Long> all() {
    Map<Age, Long> all = new LinkedHashMap<>();
    for (Age age : Age.values()) {
      all.put(age, of(age));
    }
    return all;
  }
}
