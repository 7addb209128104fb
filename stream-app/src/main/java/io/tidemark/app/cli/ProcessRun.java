package io.tidemark.app.cli;

import io.tidemark.app.RunningProcess;
import io.tidemark.definition.DefinitionException;
import io.tidemark.delivery.OwnedByOtherException;
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
      failure.ifPresent(ProcessRun::say);
      return failure.isPresent() ? ExitCode.SOFTWARE : ExitCode.OK;
    } finally {
      process.close();
    }
  }

  private static void say(Throwable failure) {
    if (failure instanceof OwnedByOtherException told) {
      LOG.error("The service ends: {}", told.getMessage());
    } else {
      LOG.error("The service ends because of an error", failure);
    }
  }
}
