package io.tidemark.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Events of this moment at a constant rate, whatever becomes of them, and every so often one that
 * is a probe. Used by one thread.
 *
 * @param probeEvery events
 */
record LiveLoad(
    Workload workload,
    ShopEvents encoding,
    Producer<byte[], byte[]> producer,
    String topic,
    double ratePerSecond,
    int probeEvery) {
  private static final int FIRST_PROBE = 100_000_000;
  private static final long REST_NANOS = 500_000;

  /**
   * Sends for a while.
   *
   * @param warmUp sent first and not measured
   * @param onMeasured called once, when measuring starts
   * @return how many events were sent while measuring
   */
  long send(Duration warmUp, Duration measured, FreshnessProbes probes, Runnable onMeasured) {
    Clock clock = Clock.systemUTC();
    long startNanos = System.nanoTime();
    long warm = Math.round(ratePerSecond * warmUp.toMillis() / 1e3);
    long all = warm + Math.round(ratePerSecond * measured.toMillis() / 1e3);
    for (long number = 0; number < all; number++) {
      awaitNanos(startNanos + Math.round(number * 1e9 / ratePerSecond));
      if (number == warm) {
        onMeasured.run();
      }
      ShopEvent event = workload.event(number % workload.events());
      boolean probe = number % probeEvery == 0;
      int user = probe ? FIRST_PROBE + (int) (number / probeEvery) : event.user();
      ShopEvent live = event.as(number, user, clock.millis());
      if (probe) {
        probes.sent(live, System.nanoTime(), number >= warm);
      }
      send(live);
    }
    producer.flush();
    return all - warm;
  }

  private void send(ShopEvent event) {
    byte[] key = event.userId().getBytes(UTF_8);
    var unused = producer.send(new ProducerRecord<>(topic, key, encoding.encode(event)));
  }

  private static void awaitNanos(long due) {
    while (due - System.nanoTime() > REST_NANOS) {
      LockSupport.parkNanos(REST_NANOS);
    }
  }
}
