package io.tidemark.bench;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Events of users of their own, of whom each has one: it is readable as soon as Redis has a row for
 * its user. {@link #sent} may be called by one thread and {@link #run} by another.
 */
final class FreshnessProbes implements Runnable {
  private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(1);

  /** Too late by as much at most, and no load on what is measured. */
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private record Probe(ShopEvent event, long sentNanos, boolean measured) {}

  private final StatefulRedisConnection<String, String> redis;
  private final String keyPrefix;
  private final Queue<Probe> fresh = new ConcurrentLinkedQueue<>();
  private final List<Probe> waiting = new ArrayList<>();
  private final List<ShopEvent> seen = new ArrayList<>();
  private final Histogram micros = new Histogram(HIGHEST_MICROS, 3);
  private final AtomicBoolean closing = new AtomicBoolean();

  FreshnessProbes(StatefulRedisConnection<String, String> redis, String keyPrefix) {
    this.redis = redis;
    this.keyPrefix = keyPrefix;
  }

  void sent(ShopEvent event, long nanos, boolean measured) {
    fresh.add(new Probe(event, nanos, measured));
  }

  /** Lets {@link #run} return once every probe has been seen. */
  void noMore() {
    closing.set(true);
  }

  @Override
  public void run() {
    while (!closing.get() || !waiting.isEmpty() || !fresh.isEmpty()) {
      for (Probe probe = fresh.poll(); probe != null; probe = fresh.poll()) {
        waiting.add(probe);
      }
      look();
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private void look() {
    List<RedisFuture<Long>> answers = new ArrayList<>(waiting.size());
    waiting.forEach(probe -> answers.add(redis.async().exists(key(probe.event()))));
    List<Probe> absent = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      Probe probe = waiting.get(i);
      if (answers.get(i).toCompletableFuture().join() == 0) {
        absent.add(unlessLost(probe));
      } else {
        note(probe);
      }
    }
    waiting.clear();
    waiting.addAll(absent);
  }

  private static Probe unlessLost(Probe probe) {
    if (System.nanoTime() - probe.sentNanos() > TimeUnit.MICROSECONDS.toNanos(HIGHEST_MICROS)) {
      throw new IllegalStateException("No row for " + probe.event() + " after a minute");
    }
    return probe;
  }

  private void note(Probe probe) {
    if (probe.measured()) {
      long took = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - probe.sentNanos());
      micros.recordValue(Math.min(took, HIGHEST_MICROS));
      seen.add(probe.event());
    }
  }

  /** Microseconds from sending to reading. */
  Histogram micros() {
    return micros;
  }

  /** How many rows are not what their one event makes them. */
  long wrong(FeatureSet features) throws ExecutionException, InterruptedException {
    long wrong = 0;
    for (ShopEvent event : seen) {
      Map<String, String> stored = redis.async().hgetall(key(event)).get();
      wrong += Sample.differing(features, List.of(event), stored) > 0 ? 1 : 0;
    }
    return wrong;
  }

  private String key(ShopEvent event) {
    return keyPrefix + event.userId();
  }
}
