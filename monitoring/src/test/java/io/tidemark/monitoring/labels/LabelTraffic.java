package io.tidemark.monitoring.labels;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongUnaryOperator;

/** Predictions and outcomes of one label, minute by minute, told to a model by its tasks. */
final class LabelTraffic {
  static final long MINUTE = 60_000;
  static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;
  static final String LABEL = "click";

  private final Random random;
  private final int tasks;
  private final WaitStep step = new WaitStep(MINUTE);
  private final long windowMs;
  private final PriorityQueue<Due> due = new PriorityQueue<>();
  private long requests;

  /** Predictions in a minute, share of positives, and delay of a positive, by the time. */
  LongToDoubleFunction perMinute = at -> 20;

  LongToDoubleFunction positives = at -> 0.3;
  LongUnaryOperator delayMs;

  /** Whether outcomes that are to come then are lost; when those come that are to come then. */
  LongPredicate lost = at -> false;

  LongUnaryOperator delivered = at -> at;

  private record Due(long atMs, long madeMs, String requestId, boolean outcome)
      implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return Long.compare(atMs, other.atMs);
    }
  }

  LabelTraffic(long seed, int tasks, long windowMs) {
    this.random = new Random(seed);
    this.tasks = tasks;
    this.windowMs = windowMs;
    this.delayMs = at -> exponential(3 * MINUTE);
  }

  long exponential(double meanMs) {
    return (long) (-meanMs * Math.log(1 - random.nextDouble()));
  }

  private int poisson(double mean) {
    int count = 0;
    for (double sum = exponential(1e6) / 1e6; sum < mean; sum += exponential(1e6) / 1e6) {
      count++;
    }
    return count;
  }

  /** What each task tells of the minute that begins then. */
  List<WaitChange> minute(long startMs) {
    List<WaitChange> told = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      told.add(new WaitChange());
    }
    for (int left = poisson(perMinute.applyAsDouble(startMs)); left > 0; left--) {
      predict(told, startMs + random.nextInt((int) MINUTE));
    }
    while (!due.isEmpty() && due.peek().atMs < startMs + MINUTE) {
      end(told, due.poll());
    }
    for (int task = 0; task < tasks; task++) {
      say(told.get(task), new LabelWait.ReadThrough(task, startMs + MINUTE));
    }
    return told;
  }

  private void predict(List<WaitChange> told, long atMs) {
    String id = "r" + requests++;
    say(of(told, id), new LabelWait.Began(LABEL, atMs, atMs));
    long comesMs = atMs + delayMs.applyAsLong(atMs);
    boolean comes =
        random.nextDouble() < positives.applyAsDouble(atMs)
            && comesMs < atMs + windowMs
            && !lost.test(comesMs);
    long endMs = comes ? delivered.applyAsLong(comesMs) : atMs + windowMs;
    due.add(new Due(endMs, atMs, id, comes));
  }

  private void end(List<WaitChange> told, Due one) {
    WaitEnd how = one.outcome ? WaitEnd.JOINED : WaitEnd.TIMED_OUT;
    say(
        of(told, one.requestId),
        new LabelWait.Ended(LABEL, one.requestId, one.madeMs, how, one.atMs, true));
  }

  private WaitChange of(List<WaitChange> told, String requestId) {
    return told.get(Math.floorMod(requestId.hashCode(), tasks));
  }

  private void say(WaitChange to, LabelWait wait) {
    to.add(wait, label -> step);
  }
}
