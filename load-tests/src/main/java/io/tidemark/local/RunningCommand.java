package io.tidemark.local;

import java.time.Duration;

/** A command of the jar that runs beside its caller; ends with this process. Not thread-safe. */
public final class RunningCommand implements AutoCloseable {
  private final ChildProcess process;

  RunningCommand(ChildProcess process) {
    this.process = process;
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it at once, as {@code kill -9} does. */
  public void kill() {
    process.kill();
  }

  /**
   * Waits for its end and returns its exit code.
   *
   * @throws StackException when it still runs after that
   */
  public int awaitExit(Duration limit) {
    return process.awaitExit(limit);
  }

  @Override
  public void close() {
    process.close();
  }
}
