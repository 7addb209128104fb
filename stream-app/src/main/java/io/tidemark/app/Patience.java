package io.tidemark.app;

import io.tidemark.kafka.KafkaRefusedException;
import io.tidemark.kafka.KafkaUnavailableException;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.store.FeatureStoreException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits at start for what the service cannot begin without: in a cluster that comes up together,
 * the others may be behind.
 *
 * @param limit how long it waits for each of them; a try is not begun that would likely end later
 * @param progress told whom it waits for, and why
 */
record Patience(Duration limit, StartProgress progress) {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Between lines of the log that say the same. */
  private static final Duration QUIET = Duration.ofSeconds(30);

  /** Does something, again and again while the other side is out of reach. */
  void until(Neighbour other, Runnable task) {
    until(
        other,
        () -> {
          task.run();
          return null;
        });
  }

  /**
   * Gets something, again and again while the other side is out of reach.
   *
   * @throws StartException when it stays out of reach, or refuses
   */
  <T> T until(Neighbour other, Supplier<T> task) {
    progress.step("waiting for " + other);
    long startedNanos = System.nanoTime();
    long saidNanos = startedNanos - QUIET.toNanos();
    while (true) {
      long triedNanos = System.nanoTime();
      try {
        return task.get();
      } catch (KafkaUnavailableException
          | KafkaRefusedException
          | RegistryException
          | FeatureStoreException e) {
        progress.waitsBecause(e.getMessage());
        long now = System.nanoTime();
        requireHope(other, e, Duration.ofNanos(now - startedNanos), now - triedNanos);
        if (now - saidNanos >= QUIET.toNanos()) {
          LOG.warn("Waiting for {}: {}", other, e.getMessage());
          saidNanos = now;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE.toMillis()));
      }
    }
  }

  private void requireHope(
      Neighbour other, RuntimeException e, Duration waited, long lastTryNanos) {
    if (!isOutOfReach(e)) {
      throw StartException.refused(other, e);
    }
    Duration nextEnds = waited.plus(PAUSE).plusNanos(lastTryNanos);
    if (nextEnds.compareTo(limit) > 0 || Thread.currentThread().isInterrupted()) {
      throw StartException.outOfReach(other, waited, e);
    }
  }

  private static boolean isOutOfReach(RuntimeException e) {
    return e instanceof RegistryUnavailableException
        || e instanceof FeatureStoreException refusal && refusal.retryable()
        || e instanceof KafkaUnavailableException;
  }
}
