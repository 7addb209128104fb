package io.tidemark.definition.yaml;

import io.tidemark.definition.ClockMode;
import io.tidemark.definition.WindowTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads what time it is for windows, which one of several files says, or all alike. */
final class TimeReader {
  private static final String CLOCK = "clock";
  private static final String STEP = "max_time_step";
  private static final String QUORUM = "time_quorum";
  private static final int MOST_KEYS = 1_000;
  private static final Map<String, ClockMode> CLOCKS =
      Map.of("wall", ClockMode.WALL, "stream", ClockMode.STREAM);

  private final Map<String, Object> written = new HashMap<>();
  private final Map<String, MappingReader> places = new HashMap<>();

  /** Takes what a file says. */
  void read(MappingReader in) {
    put(in, CLOCK, Optional.ofNullable(in.choice(CLOCK, CLOCKS, ClockMode.WALL)));
    put(
        in,
        STEP,
        in.optionalText(STEP).flatMap(text -> in.duration(STEP, text, DurationRange.TIME_STEP)));
    put(in, QUORUM, in.wholeNumber(QUORUM, 1, MOST_KEYS));
  }

  private void put(MappingReader in, String key, Optional<?> value) {
    if (!in.has(key) || value.isEmpty()) {
      return;
    }
    Object before = written.putIfAbsent(key, value.get());
    if (before != null && !before.equals(value.get())) {
      in.problem(key, "", "another file says otherwise", "keep one " + key);
    }
    places.putIfAbsent(key, in);
  }

  /** What all files say together. */
  WindowTime finish() {
    ClockMode clock = (ClockMode) written.getOrDefault(CLOCK, ClockMode.WALL);
    if (clock == ClockMode.WALL) {
      hasNoEffect(STEP);
      hasNoEffect(QUORUM);
    }
    return new WindowTime(
        clock,
        (Duration) written.get(STEP),
        (Integer) written.getOrDefault(QUORUM, WindowTime.QUORUM));
  }

  private void hasNoEffect(String key) {
    if (places.containsKey(key)) {
      String rule = "has no effect under the wall clock, which no record moves";
      places.get(key).problem(key, "", rule, "declare clock: stream");
    }
  }
}
