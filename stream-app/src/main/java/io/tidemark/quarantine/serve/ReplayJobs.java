package io.tidemark.quarantine.serve;

import io.tidemark.quarantine.ReplayRequest;
import io.tidemark.quarantine.Replayer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays that were asked for over HTTP, one after the other on a thread of their own; of those
 * that are over the last few are known. Thread-safe.
 */
public final class ReplayJobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayJobs.class);
  private static final int MOST_KNOWN = 20;
  private static final int MOST_WAITING = 5;
  private static final long LAST_SECONDS = 5;

  private final Replayer replayer;
  private final Clock wall;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread worker = new Thread(task, "quarantine-replay");
            worker.setDaemon(true);
            return worker;
          });
  private final Map<String, ReplayJob> jobs = new LinkedHashMap<>();

  public ReplayJobs(Replayer replayer, Clock wall) {
    this.replayer = replayer;
    this.wall = wall;
  }

  Replayer replayer() {
    return replayer;
  }

  /** Begins one, or has it wait; nothing where as many wait as may. */
  synchronized Optional<ReplayJob> begin(ReplayRequest request) {
    jobs.values().stream()
        .filter(ReplayJob::isOver)
        .limit(Math.max(0, jobs.size() - MOST_KNOWN + 1))
        .map(ReplayJob::id)
        .toList()
        .forEach(jobs::remove);
    if (jobs.values().stream().filter(job -> !job.isOver()).count() > MOST_WAITING) {
      return Optional.empty();
    }
    ReplayJob job = new ReplayJob(UUID.randomUUID().toString(), request.who(), wall.instant());
    try {
      thread.execute(() -> run(job, request));
    } catch (RejectedExecutionException e) {
      return Optional.empty(); // the service ends
    }
    jobs.put(job.id(), job);
    return Optional.of(job);
  }

  private void run(ReplayJob job, ReplayRequest request) {
    job.started();
    LOG.info(
        "Replay {} of quarantine begins, by {}: {}", job.id(), request.who(), request.filter());
    try {
      Replayer.Result result = replayer.run(request, job);
      job.done(result);
      LOG.info("Replay {} of quarantine has fed {} records", job.id(), result.fed());
    } catch (RuntimeException e) {
      job.failed(String.valueOf(e.getMessage()));
      LOG.warn("Replay {} of quarantine ended early", job.id(), e);
    }
  }

  synchronized Optional<ReplayJob> job(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /** All that are known, the newest last. */
  synchronized List<ReplayJob> all() {
    return new ArrayList<>(jobs.values());
  }

  @Override
  public void close() {
    all().forEach(ReplayJob::end);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
