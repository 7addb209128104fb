package io.tidemark.kafka.state;

import io.tidemark.task.CommitPace;
import io.tidemark.task.TaskTiming;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Asks for a commit when a task has forwarded something, since nobody can read it before: at the
 * next tick while the task keeps up with what it reads, the later the older that is, and not at all
 * once Kafka Streams commits by itself before that. {@link CommitPace} has the rules. Not
 * thread-safe: each processor has its own.
 */
public final class PacedCommits {
  private final Duration tick;
  private final Clock wall;
  private final CommitPace pace;
  private ProcessorContext<?, ?> context;
  private boolean forwarded;

  /**
   * Creates one that is not started.
   *
   * @param timing its tick is the longest wait of what is forwarded while the task keeps up;
   *     timestamps of records are compared with its wall clock
   */
  public PacedCommits(TaskTiming timing) {
    this.tick = timing.tick();
    this.wall = timing.wall();
    this.pace = new CommitPace(timing.tick(), timing.commitInterval());
  }

  /** Starts for a processor that is initialised; a revived task starts again. */
  public void start(ProcessorContext<?, ?> processorContext) {
    context = processorContext;
    forwarded = false;
    every(CommitPace.STEP, () -> pace.look(wall.millis()));
    every(tick, this::tick);
  }

  /** At the same instants in every task, because a commit is of all tasks of a thread. */
  private void every(Duration interval, Runnable step) {
    context.schedule(Instant.EPOCH, interval, PunctuationType.WALL_CLOCK_TIME, at -> step.run());
  }

  /** Takes note of a record that was read with this timestamp. */
  public void read(long timestampMs) {
    pace.read(timestampMs);
  }

  /** Takes note of a record that somebody waits for behind a commit. */
  public void forwarded() {
    forwarded = true;
  }

  private void tick() {
    if (forwarded && pace.isDue(wall.millis())) {
      context.commit();
      pace.committed();
      forwarded = false;
    }
  }
}
