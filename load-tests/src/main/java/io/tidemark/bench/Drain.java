package io.tidemark.bench;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Watches an application read a topic from its start to its end.
 *
 * <p>Time runs from the first commit seen to the commit of the last record, and events before the
 * first are not counted: how long a JVM takes to start is another question. Processor time runs
 * until the sink behind it, if any, has caught up as well.
 *
 * @param events in the topic
 * @param input progress in the topic
 * @param sink progress of what reads the application's output; null without one
 * @param pid of the application, once it is launched
 * @param requireAlive throws when it has ended
 */
record Drain(
    long events,
    GroupProgress input,
    GroupProgress sink,
    Supplier<OptionalLong> pid,
    Runnable requireAlive,
    LogGrowth growth) {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int LOOKS_PER_GROWTH = 10;
  private static final Duration SETTLE = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofMinutes(20);

  /**
   * A stretch of the drain.
   *
   * @param cpuPerMillion seconds of processor time per million events
   */
  record Stretch(double perSecond, double cpuPerMillion) {}

  /**
   * What was measured.
   *
   * @param whole from the first commit seen
   * @param warm the second half of the events, when most of the code has been compiled
   * @param cpuBefore seconds of processor time before the first commit
   * @param sinkSeconds from the last input commit until the sink had caught up
   */
  record Measured(
      Stretch whole,
      Stretch warm,
      double cpuBefore,
      double sinkSeconds,
      long peakRssMb,
      LogGrowth growth,
      long events) {

    double bytesPerEvent(String suffix) {
      return (double) growth.ending(suffix) / events;
    }
  }

  private record Mark(long nanos, long committed, double cpuSeconds) {
    Stretch until(Mark last, double cpuAtEnd) {
      long counted = last.committed() - committed;
      return new Stretch(
          counted / ((last.nanos() - nanos) / 1e9), (cpuAtEnd - cpuSeconds) / counted * 1e6);
    }
  }

  Measured measure() throws ExecutionException, InterruptedException {
    Mark first = await(1);
    Mark half = await(events / 2);
    Mark last = await(events);
    awaitSink();
    ProcessUsage usage = new ProcessUsage(pid.get().orElseThrow());
    double cpu = usage.cpuSeconds();
    growth.look();
    return new Measured(
        first.until(last, cpu),
        half.until(last, cpu),
        first.cpuSeconds(),
        (System.nanoTime() - last.nanos()) / 1e9,
        usage.peakRssMb(),
        growth,
        events);
  }

  /** Looks until so many records are committed. */
  private Mark await(long records) throws ExecutionException, InterruptedException {
    long limit = System.nanoTime() + LIMIT.toNanos();
    for (int look = 0; System.nanoTime() < limit; look++) {
      long committed = input.committed();
      if (committed >= records) {
        return new Mark(
            System.nanoTime(), committed, new ProcessUsage(pid.get().orElseThrow()).cpuSeconds());
      }
      if (look % LOOKS_PER_GROWTH == 0) {
        growth.look();
        requireAlive.run();
      }
      pause(LOOK_NANOS);
    }
    throw new IllegalStateException(
        "%d of %d records were committed after %s".formatted(input.committed(), records, LIMIT));
  }

  /** What the sink has not committed may be the markers of transactions, which no one processes. */
  private void awaitSink() throws ExecutionException, InterruptedException {
    if (sink == null) {
      return;
    }
    pause(SETTLE.toNanos());
    long end = sink.end() - 2L * sink.partitions();
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (sink.committed() < end) {
      requireAlive.run();
      if (System.nanoTime() > limit) {
        throw new IllegalStateException("The sink has not caught up after " + LIMIT);
      }
      pause(LOOK_NANOS);
    }
  }

  private static void pause(long nanos) throws InterruptedException {
    LockSupport.parkNanos(nanos);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
