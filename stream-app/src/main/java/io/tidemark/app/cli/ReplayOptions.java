package io.tidemark.app.cli;

import io.tidemark.quarantine.QuarantineFilter;
import io.tidemark.quarantine.ReplayRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How records in quarantine are fed. */
final class ReplayOptions {
  @Option(
      names = "--dry-run",
      description = "Feed nothing, but say how many records would be, and how many were before.")
  boolean dryRun;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "At most so many records a second; default: as fast as possible.")
  private double rate;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How often a record may be fed in all: copies that failed are fed again while there are"
              + " fewer. Default ${DEFAULT-VALUE}.")
  private int attempts;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description =
          "How long to wait until the service has read what was fed; default ${DEFAULT-VALUE}.")
  private long patienceSeconds;

  @Option(names = "--by", description = "Who feeds, for the audit trail; default: USER@HOST.")
  private String by;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write what became of each record, as lines of JSON.")
  Path report;

  /** Before anything is fed: what became of it could not be told afterwards. */
  void requireReport() {
    if (report != null) {
      OutputFile.require(report);
    }
  }

  /** What is asked for. */
  ReplayRequest request(QuarantineFilter filter) {
    try {
      return new ReplayRequest(filter, attempts, rate, Duration.ofSeconds(patienceSeconds), who());
    } catch (IllegalArgumentException e) {
      throw new UsageFailure(e.getMessage() + ".", e);
    }
  }

  private String who() {
    return by == null ? System.getProperty("user.name") + "@" + host() : by;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
