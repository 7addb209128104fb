package io.tidemark.bench;

import java.io.IOException;
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
 * until the online store has acknowledged what they changed as well.
 *
 * @param events in the topic
 * @param input progress in the topic
 * @param waiting for the online store, of what is committed
 * @param pid of the application, once it is launched
 * @param requireAlive throws when it has ended
 */
record Drain(
    long events,
    GroupProgress input,
    Waiting waiting,
    Supplier<OptionalLong> pid,
    Runnable requireAlive,
    LogGrowth growth) {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int LOOKS_PER_GROWTH = 10;
  private static final Duration LIMIT = Duration.ofMinutes(20);

  /** How many rows wait for the online store. */
  @FunctionalInterface
  interface Waiting {
    long rows() throws IOException, InterruptedException;
  }

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
   * @param storeSeconds from the last input commit until the online store had caught up
   */
  record Measured(
      Stretch whole,
      Stretch warm,
      double cpuBefore,
      double storeSeconds,
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

  Measured measure() throws ExecutionException, InterruptedException, IOException {
    Mark first = await(1);
    Mark half = await(events / 2);
    Mark last = await(events);
    awaitRows();
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

  private void awaitRows() throws IOException, InterruptedException {
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (waiting.rows() > 0) {
      requireAlive.run();
      if (System.nanoTime() > limit) {
        throw new IllegalStateException("Rows still wait for the online store after " + LIMIT);
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
