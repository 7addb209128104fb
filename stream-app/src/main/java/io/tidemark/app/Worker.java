package io.tidemark.app;

import java.time.Duration;
import java.util.function.Consumer;

/** A part that works on a thread of its own, named after it. */
final class Worker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private final Thread thread;
  private final Runnable stop;

  /**
   * Starts the thread.
   *
   * @param work runs until it is told to stop
   * @param stop tells it
   * @param failed is told why the work ended unasked
   */
  Worker(String name, Runnable work, Runnable stop, Consumer<Throwable> failed) {
    this.stop = stop;
    this.thread = new Thread(() -> run(work, failed), name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void run(Runnable work, Consumer<Throwable> failed) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      failed.accept(e);
    }
  }

  @Override
  public void close() {
    stop.run();
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
