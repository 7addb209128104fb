package io.tidemark.app.cli;

import io.tidemark.app.RunningProcess;
import io.tidemark.definition.DefinitionException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ExitCode;

/** Runs a process until it is told to stop or fails. */
final class ProcessRun {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessRun.class);

  private ProcessRun() {}

  /** Starts a process. */
  @FunctionalInterface
  interface Start {
    void start() throws DefinitionException;
  }

  /**
   * Runs it.
   *
   * @return the exit code
   */
  static int of(RunningProcess process, Start start)
      throws DefinitionException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(process::close, "shutdown"));
    try {
      start.start();
      Optional<Throwable> failure = process.awaitEnd();
      failure.ifPresent(error -> LOG.error("The service ends because of an error", error));
      return failure.isPresent() ? ExitCode.SOFTWARE : ExitCode.OK;
    } finally {
      process.close();
    }
  }
}
