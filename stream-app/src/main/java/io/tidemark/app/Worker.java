package io.tidemark.app;

import java.time.Duration;

/** A part of the service that works on a thread of its own, named after it. */
final class Worker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private final Thread thread;
  private final AutoCloseable stop;

  /**
   * Starts the thread.
   *
   * @param work runs until it is told to stop
   * @param stop tells it
   */
  Worker(String name, Runnable work, AutoCloseable stop) {
    this.stop = stop;
    this.thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws Exception {
    stop.close();
    thread.join(PATIENCE.toMillis());
  }
}
