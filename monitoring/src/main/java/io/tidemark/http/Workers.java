package io.tidemark.http;

import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that answer: a fixed number for routes, and for each route of health one of its own,
 * so that neither busy routes nor a readiness check that hangs keeps liveness waiting. Thread-safe.
 */
final class Workers implements AutoCloseable {
  private static final int QUEUE = 1_024;

  /** What is in the queue when the drain is over is answered within this. */
  private static final long LAST_ANSWERS_MS = 500;

  private final ExecutorService routes;
  private final Map<String, ExecutorService> health = new ConcurrentHashMap<>();

  Workers(int threads) {
    routes = pool("http-", threads, new ArrayBlockingQueue<>(QUEUE));
  }

  private static ExecutorService pool(String prefix, int threads, BlockingQueue<Runnable> queue) {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        queue,
        task -> {
          Thread thread = new Thread(task, prefix + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Each connection has one request in it at most, which is what bounds it. */
  private static ExecutorService ofHealth(String path) {
    return pool("http" + path.replace('/', '-') + "-", 1, new LinkedBlockingQueue<>());
  }

  /** Has a task of a route run. */
  void run(Runnable task) throws RejectedExecutionException {
    routes.execute(task);
  }

  /** Has a task of a route of health run, on that route's own thread. */
  void runHealth(String path, Runnable task) throws RejectedExecutionException {
    health.computeIfAbsent(path, Workers::ofHealth).execute(task);
  }

  @Override
  public void close() {
    routes.shutdown();
    health.values().forEach(ExecutorService::shutdown);
    try {
      boolean unused = routes.awaitTermination(LAST_ANSWERS_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      routes.shutdownNow();
      health.values().forEach(ExecutorService::shutdownNow);
    }
  }
}
