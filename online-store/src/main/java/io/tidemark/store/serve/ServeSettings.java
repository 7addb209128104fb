package io.tidemark.store.serve;

import java.time.Duration;
import java.util.Optional;

/**
 * Bounds of what one request may ask for and take.
 *
 * @param maxKeys most keys of a batch
 * @param maxValues most values of a reply: keys times names
 * @param concurrency most requests that wait for the store at once; more are refused at once
 * @param timeout longest wait for the store
 * @param tolerance how long after its {@code valid_until} a row still counts as right, since
 *     writing takes its time; empty when the clock of windows is not the wall clock, under which
 *     nothing can be told from the time of day
 */
public record ServeSettings(
    int maxKeys, int maxValues, int concurrency, Duration timeout, Optional<Duration> tolerance) {

  /** 1,000 keys, 200,000 values, 64 requests at once, 1 s, 2 s of tolerance. */
  public static final ServeSettings DEFAULT =
      new ServeSettings(
          1_000, 200_000, 64, Duration.ofSeconds(1), Optional.of(Duration.ofSeconds(2)));

  public ServeSettings {
    if (maxKeys < 1 || maxValues < 1 || concurrency < 1 || timeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "Invalid bounds of the feature server: keys %d, values %d, concurrency %d and time-out %s must be positive"
              .formatted(maxKeys, maxValues, concurrency, timeout));
    }
  }
}
