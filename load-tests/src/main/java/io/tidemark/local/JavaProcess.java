package io.tidemark.local;

import java.util.List;

/**
 * A main class of this class path in a JVM of its own, on the files of a stack; ends with this
 * process. Not thread-safe.
 */
public final class JavaProcess implements AutoCloseable {
  private final ChildProcess process;

  private JavaProcess(ChildProcess process) {
    this.process = process;
  }

  /**
   * Starts one, with the Java flags the service starts with, and returns at once.
   *
   * @param name of the process and its log
   */
  public static JavaProcess start(
      Stack stack, String name, int heapMb, Class<?> main, List<String> arguments) {
    List<String> command =
        JavaCommand.withHeapMb(heapMb)
            .asService()
            .property("java.io.tmpdir", stack.folder("tmp"))
            .property("logback.configurationFile", "io/tidemark/local/broker-logback.xml")
            .mainClass(main, arguments.toArray());
    return new JavaProcess(ChildProcess.start(name, command, stack.log(name)));
  }

  public long pid() {
    return process.pid();
  }

  /** Throws, with the last lines of its log, when it has ended. */
  public void requireAlive() {
    if (!process.isAlive()) {
      throw new StackException("It ended with exit code " + process.exitCode() + process.tail());
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
