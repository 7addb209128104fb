package io.tidemark.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A process that ends with this one, however this one ends, and whose output goes to a file.
 *
 * <p>Two things are arranged by the shell that becomes the child. Ctrl-C at a terminal reaches
 * every process of the group: the child ignores it, so that the order of shutdown stays with the
 * parent. And a watcher reads a pipe from the parent: it ends when the parent is gone, even by
 * {@code kill -9}, and takes the child with it.
 *
 * <p>Not thread-safe.
 */
final class ChildProcess implements AutoCloseable {

  private static final String TIED_TO_PARENT =
      "trap '' INT; exec 3<&0 </dev/null; child=$$; "
          + "(cat <&3 >/dev/null; kill \"$child\" 2>/dev/null) >/dev/null 2>&1 & "
          + "exec \"$@\" 3<&-";
  private static final Object STARTS = new Object();
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final int TAIL_LINES = 15;

  private final String name;
  private final Path log;
  private final Process process;

  private ChildProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /** Starts {@code command}; its output is appended to {@code log}. */
  static ChildProcess start(String name, List<String> command, Path log) {
    List<String> tied = new ArrayList<>(List.of("/bin/sh", "-c", TIED_TO_PARENT, name));
    tied.addAll(command);
    File output = log.toFile();
    try {
      ProcessBuilder builder =
          new ProcessBuilder(tied)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output));
      return new ChildProcess(name, log, whileNoneStarts(builder::start));
    } catch (IOException e) {
      throw new StackException("Cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  /** What may fail as files do. */
  @FunctionalInterface
  interface FileWork<T> {
    T run() throws IOException;
  }

  /**
   * Does something while no child of this JVM is being started. Such a child has this process's
   * open files until it becomes its command: a program that is written meanwhile cannot be run
   * ("text file busy").
   */
  static <T> T whileNoneStarts(FileWork<T> work) throws IOException {
    synchronized (STARTS) {
      return work.run();
    }
  }

  /**
   * Waits until {@code ready} answers true; a child that dies first, or a passed deadline, fails.
   */
  void awaitReady(BooleanSupplier ready, Duration limit) {
    Deadline deadline = Deadline.after(limit);
    while (!ready.getAsBoolean()) {
      if (endsWithin(POLL)) {
        throw new StackException(
            name
                + " ended with exit code "
                + process.exitValue()
                + " before it was ready"
                + tail());
      }
      if (deadline.passed()) {
        throw new StackException(
            name + " was not ready after " + limit.toSeconds() + " s" + tail());
      }
    }
  }

  /**
   * Waits for the end of the process and returns its exit code.
   *
   * @param limit after which a process that still runs is a failure; null for no limit
   */
  int awaitExit(Duration limit) {
    Deadline deadline = limit == null ? null : Deadline.after(limit);
    while (!endsWithin(POLL)) {
      if (deadline != null && deadline.passed()) {
        throw new StackException(name + " still ran after " + limit.toSeconds() + " s" + tail());
      }
    }
    return process.exitValue();
  }

  /** Asks the process to end and waits; one that does not end within 20 s is killed. */
  void stop() {
    process.destroy();
    if (!endsWithin(GRACE)) {
      kill();
    }
    dismissWatcher();
  }

  /** Ends the process at once, as {@code kill -9} does, and waits until it is gone. */
  void kill() {
    process.destroyForcibly();
    if (!endsWithin(GRACE)) {
      throw new StackException(name + " (pid " + pid() + ") survived kill -9");
    }
    dismissWatcher();
  }

  /** It would wait for the end of this process, and then kill whoever has the id by that time. */
  private void dismissWatcher() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close the pipe to the watcher of " + name, e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** The exit code; absent (an exception) while it runs. */
  int exitCode() {
    return process.exitValue();
  }

  /** The last lines of the log with where the rest is, for an error message. */
  String tail() {
    return "; its log " + log + " ends with:\n" + String.join("\n", lastLines());
  }

  private List<String> lastLines() {
    try {
      String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      List<String> lines = text.lines().toList();
      return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean endsWithin(Duration wait) {
    try {
      return process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new StackException("Interrupted while waiting for " + name, e);
    }
  }
}
