package io.tidemark.app;

import java.util.Optional;

/**
 * A process that runs until it is told to stop or fails. Thread-safe; closing twice is harmless.
 */
public interface RunningProcess extends AutoCloseable {

  /** Waits until it ends; the cause when it ended by itself. */
  Optional<Throwable> awaitEnd() throws InterruptedException;

  /** Stops it, and returns when it has. */
  @Override
  void close();
}
