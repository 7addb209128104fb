package io.tidemark.validation;

import io.tidemark.definition.WindowTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What time it is in one partition of a source, by the times of its records alone, so that reading
 * it again gives the same.
 *
 * <p>It is the newest time of a record that was believed. One record moves it by at most a step:
 * the declared one, or the larger of {@link #SHORTEST_STEP_MS} and {@link #USUAL_STEPS} times the
 * usual step, which is the mean of the last {@value #REMEMBERED_STEPS} or so that were taken, none
 * of them counted as more than was allowed then. What is further ahead is held ({@link HeldBack})
 * until others confirm it.
 *
 * <p>Nothing is known before two records are within a step of each other, and then it is the time
 * of the later one; or before as many records as the quorum were read, and then it is the middle
 * one's, with the smaller of the steps between them for a usual one, if they agree, and at most a
 * week. Until then every record is believed and moves nothing: whoever is first may be the one that
 * is wrong.
 *
 * <p>Not thread-safe.
 */
public final class StreamTime {
  /** What {@link #nowMs} is before anything is known. */
  public static final long NOT_SET = Long.MIN_VALUE;

  static final long SHORTEST_STEP_MS = 3_600_000;
  static final int USUAL_STEPS = 100;

  /** Steps agree where none is so many times another. */
  private static final int ALIKE = 10;

  /** What the first records say of a usual step is not believed beyond a week. */
  private static final long LONGEST_FIRST_STEP_MS = 7 * 86_400_000L;

  static final int REMEMBERED_STEPS = 64;

  private final WindowTime rule;
  private final List<Long> first = new ArrayList<>();
  private long nowMs = NOT_SET;
  private double meanStepMs;
  private int steps;

  /** Nothing is known yet. */
  public StreamTime(WindowTime rule) {
    this.rule = rule;
  }

  /** As it was remembered. */
  StreamTime(WindowTime rule, Remembered told) {
    this(rule);
    first.addAll(told.first());
    nowMs = told.nowMs();
    meanStepMs = told.meanStepMs();
    steps = told.steps();
  }

  /**
   * What there is to remember.
   *
   * @param first times of the records read while nothing is known
   */
  record Remembered(List<Long> first, long nowMs, double meanStepMs, int steps) {}

  Remembered remembered() {
    return new Remembered(List.copyOf(first), nowMs, meanStepMs, steps);
  }

  /** Milliseconds since the Unix epoch; {@link #NOT_SET} while nothing is known. */
  public long nowMs() {
    return nowMs;
  }

  /** How far one record moves time now, in milliseconds. */
  public long stepMs() {
    return rule.maxStep() == null
        ? Math.max(SHORTEST_STEP_MS, (long) (USUAL_STEPS * meanStepMs))
        : rule.maxStep().toMillis();
  }

  /** Whether a record of this time would move time further than a step. */
  public boolean isAhead(long timeMs) {
    return nowMs != NOT_SET && timeMs > nowMs && timeMs - nowMs > stepMs();
  }

  /** Takes note of a record that is not {@link #isAhead}. */
  public void believe(long timeMs) {
    if (nowMs == NOT_SET) {
      begin(timeMs);
    } else if (timeMs > nowMs) {
      moveTo(timeMs);
    }
  }

  /** Others say that it is this late. */
  void moveTo(long timeMs) {
    learn(Math.min(timeMs - nowMs, stepMs()));
    nowMs = timeMs;
  }

  private void learn(long stepMs) {
    steps = Math.min(steps + 1, REMEMBERED_STEPS);
    meanStepMs += (stepMs - meanStepMs) / steps;
  }

  private void begin(long timeMs) {
    for (long other : first) {
      if (Math.abs(timeMs - other) <= stepMs()) {
        start(Math.max(timeMs, other), Math.abs(timeMs - other));
        return;
      }
    }
    first.add(timeMs);
    if (first.size() >= rule.quorum()) {
      beginInTheMiddle();
    }
  }

  private void beginInTheMiddle() {
    Collections.sort(first);
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < first.size(); i++) {
      gaps.add(first.get(i) - first.get(i - 1));
    }
    Collections.sort(gaps);
    long usualMs = usualMs(gaps);
    List<Long> read = List.copyOf(first);
    start(read.get((read.size() - 1) / 2), usualMs);
    read.stream().filter(other -> !isAhead(other)).forEach(this::believe);
  }

  /**
   * Of two times nobody knows which is right, and so not what a usual step is; of three the two
   * steps say it where they agree.
   */
  private static long usualMs(List<Long> gaps) {
    if (gaps.size() < 2 || gaps.get(gaps.size() - 1) > ALIKE * gaps.get(0)) {
      return 0;
    }
    return Math.min(LONGEST_FIRST_STEP_MS, gaps.get((gaps.size() - 1) / 2));
  }

  private void start(long timeMs, long usualStepMs) {
    first.clear();
    nowMs = timeMs;
    if (usualStepMs > 0) {
      learn(usualStepMs);
    }
  }
}
