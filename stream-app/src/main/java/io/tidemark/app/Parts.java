package io.tidemark.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a process: stopped in the opposite order of their start, whatever becomes of each.
 * The process ends when it is closed, when a part says so, or with the first part that fails.
 * Thread-safe.
 */
final class Parts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private final Deque<AutoCloseable> kept = new ArrayDeque<>();
  private final Deque<Runnable> first = new ArrayDeque<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean closed;

  /**
   * Keeps a part until the end.
   *
   * @throws IllegalStateException when the end has come already; the part is stopped
   */
  synchronized <T extends AutoCloseable> T keep(T part) {
    if (closed) {
      stop(part);
      throw new IllegalStateException("The process was stopped while it was starting.");
    }
    kept.push(part);
    return part;
  }

  /**
   * Starts a part that works on a thread of its own; its failure is the end of the process.
   *
   * @param work runs until it is told to stop
   * @param stop tells it
   */
  void work(String name, Runnable work, Runnable stop) {
    AutoCloseable unused = keep(new Worker(name, work, stop, error -> end(Optional.of(error))));
  }

  /** Says what is done at the end while every part is still there. */
  synchronized void beforeStop(Runnable task) {
    first.push(task);
  }

  /** Lets {@link #awaitEnd} return; the first cause counts. */
  void end(Optional<Throwable> cause) {
    cause.ifPresent(error -> failure.compareAndSet(null, error));
    ended.countDown();
  }

  /** Waits for the end; the cause when nobody asked for it. */
  Optional<Throwable> awaitEnd() throws InterruptedException {
    ended.await();
    return Optional.ofNullable(failure.get());
  }

  /** Stops every part, and returns when all have; also a second call does. */
  @Override
  public synchronized void close() {
    closed = true;
    while (!first.isEmpty()) {
      first.pop().run();
    }
    while (!kept.isEmpty()) {
      stop(kept.pop());
    }
    end(Optional.empty());
  }

  private static void stop(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.warn("{} did not stop cleanly", part.getClass().getSimpleName(), e);
    }
  }
}
