package io.tidemark.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Requests at a constant rate, whatever the answers take. A latency runs from the instant a request
 * was due, not from when it was sent: a stall counts for every request that was due during it.
 *
 * <p>Each worker owns every n-th instant and sends one request after the other, as a client with
 * one connection does.
 *
 * @param workers connections
 * @param ratePerSecond requests per second over all workers
 * @param warmUp sent and not measured
 * @param duration measured
 */
record OpenLoop(int workers, double ratePerSecond, Duration warmUp, Duration duration) {
  private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(1);
  private static final long SPIN_NANOS = 60_000;

  /**
   * How many answers come between two that are checked in full: checking takes longer than asking.
   */
  private static final int CHECK_EVERY = 61;

  /** One client; used by one thread. */
  interface Client {
    /**
     * Sends a request and waits for its answer.
     *
     * @param number of the request, from 0
     * @return the answer
     */
    Object request(long number) throws Exception;

    /**
     * Holds an answer against what it has to be; not timed.
     *
     * @throws Exception when it is another; ends the run
     */
    void check(long number, Object answer) throws Exception;
  }

  /** Makes the client of each worker. */
  interface Clients {
    Client client(int worker) throws Exception;
  }

  /**
   * What was measured.
   *
   * @param micros latencies in microseconds
   * @param seconds how long it took until the last answer
   */
  record Outcome(Histogram micros, double seconds) {
    double rate() {
      return micros.getTotalCount() / seconds;
    }
  }

  Outcome run(Clients clients) throws Exception {
    List<Worker> all = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      all.add(new Worker(i, clients.client(i)));
    }
    long startNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
    List<Thread> threads = new ArrayList<>();
    for (Worker worker : all) {
      Thread thread = new Thread(() -> worker.run(startNanos), "load-" + worker.index);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    long endNanos = System.nanoTime();
    Histogram total = new Histogram(HIGHEST_MICROS, 3);
    for (Worker worker : all) {
      worker.rethrow();
      total.add(worker.micros);
    }
    return new Outcome(total, (endNanos - startNanos - warmUp.toNanos()) / 1e9);
  }

  private final class Worker {
    private final int index;
    private final Client client;
    private final Histogram micros = new Histogram(HIGHEST_MICROS, 3);
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    Worker(int index, Client client) {
      this.index = index;
      this.client = client;
    }

    void run(long startNanos) {
      double gapNanos = 1e9 / ratePerSecond;
      long measuredFrom = startNanos + warmUp.toNanos();
      long end = measuredFrom + duration.toNanos();
      long number = index;
      long due = startNanos + Math.round(number * gapNanos);
      try {
        while (due < end) {
          awaitNanos(due);
          Object answer = client.request(number);
          long tookNanos = System.nanoTime() - due;
          if (due >= measuredFrom) {
            micros.recordValue(Math.min(TimeUnit.NANOSECONDS.toMicros(tookNanos), HIGHEST_MICROS));
          }
          if (number % CHECK_EVERY < workers) {
            client.check(number, answer);
          }
          number += workers;
          due = startNanos + Math.round(number * gapNanos);
        }
      } catch (Exception e) {
        failure.set(e);
      }
    }

    void rethrow() throws Exception {
      if (failure.get() != null) {
        throw failure.get();
      }
    }
  }

  /** Parks until shortly before and spins the rest: waking up takes about 60 µs. */
  private static void awaitNanos(long due) {
    long left = due - System.nanoTime();
    while (left > 0) {
      if (left > SPIN_NANOS) {
        LockSupport.parkNanos(left - SPIN_NANOS);
      } else {
        Thread.onSpinWait();
      }
      left = due - System.nanoTime();
    }
  }
}
