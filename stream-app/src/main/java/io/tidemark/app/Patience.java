package io.tidemark.app;

import io.tidemark.kafka.KafkaUnavailableException;
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
 * the others may be a minute behind.
 */
final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private Patience() {}

  /** Does something, again and again while the other side is out of reach. */
  static void until(String what, Runnable task) {
    until(
        what,
        () -> {
          task.run();
          return null;
        });
  }

  /**
   * Gets something, again and again while the other side is out of reach.
   *
   * @throws RuntimeException of the last try, after two minutes or when trying again cannot help
   */
  static <T> T until(String what, Supplier<T> task) {
    long startedNanos = System.nanoTime();
    while (true) {
      try {
        return task.get();
      } catch (RuntimeException e) {
        boolean tooLate = System.nanoTime() - startedNanos > LIMIT.toNanos();
        if (tooLate || !outOfReach(e) || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOG.warn("Waiting for {}: {}", what, e.getMessage());
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE.toMillis()));
      }
    }
  }

  private static boolean outOfReach(RuntimeException e) {
    return e instanceof RegistryUnavailableException
        || e instanceof FeatureStoreException refusal && refusal.retryable()
        || e instanceof KafkaUnavailableException;
  }
}
