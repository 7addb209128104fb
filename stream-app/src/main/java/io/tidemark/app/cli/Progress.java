package io.tidemark.app.cli;

import java.io.IOException;

/**
 * Shows on the standard error how far a task is: as a bar that is drawn again and again on a
 * terminal, and as a few plain lines in a file or a pipe. For one thread.
 */
public interface Progress extends AutoCloseable {

  /**
   * What is counted.
   *
   * @param name such as {@code records}
   * @param size how many steps make one of them, at least 1
   */
  record Unit(String name, long size) {}

  /**
   * Begins to show a task.
   *
   * @param total steps in all; below 0 where that is not known
   */
  static Progress of(String task, long total, Unit unit) {
    return StandardError.isTerminal()
        ? new DrawnProgress(task, total, unit)
        : new ProgressLines(task, total, unit, System.err::println);
  }

  /** So many steps there are, which was not known before. */
  void total(long steps);

  /** So many steps are done; fewer than before are no news. */
  void reach(long steps);

  /** What is being done, in a word or two. */
  void note(String text);

  /** The task has ended, wherever it is. */
  @Override
  void close();

  /** Where errors and progress go to. */
  final class StandardError {
    private static final String DESCRIPTOR = "2";

    private StandardError() {}

    /** The JDK knows of input and output together alone, so the shell's test is asked. */
    static boolean isTerminal() {
      try {
        return new ProcessBuilder("test", "-t", DESCRIPTOR).inheritIO().start().waitFor() == 0;
      } catch (IOException e) {
        return System.console() != null; // no such program, as on Windows
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
