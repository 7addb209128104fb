package io.tidemark.local;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A server as a child process, which may be started, ended and started again. */
public abstract class ServerProcess implements AutoCloseable {

  /** Volatile, because others watch the process while it is still starting. */
  private volatile ChildProcess process;

  ServerProcess() {}

  /** Takes over a process that was just started, and returns when the server answers. */
  final void await(ChildProcess started, BooleanSupplier answers, Duration limit) {
    process = started;
    started.awaitReady(answers, limit);
  }

  /** Ends it in order. */
  public final void stop() {
    process.stop();
  }

  /** Ends it as {@code kill -9} does. */
  public final void kill() {
    process.kill();
  }

  public final boolean isAlive() {
    return process != null && process.isAlive();
  }

  @Override
  public final void close() {
    if (process != null) {
      process.close();
    }
  }

  /** The process last started; null before. */
  final ChildProcess process() {
    return process;
  }
}
