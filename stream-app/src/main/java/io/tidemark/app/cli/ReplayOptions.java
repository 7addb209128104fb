package io.tidemark.app.cli;

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
  double rate;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How often a record may be fed in all: copies that failed are fed again while there are"
              + " fewer. Default ${DEFAULT-VALUE}.")
  int attempts;

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

  Duration patience() {
    return Duration.ofSeconds(patienceSeconds);
  }

  String who() {
    return by == null ? System.getProperty("user.name") + "@" + host() : by;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  void check() {
    if (attempts < 1) {
      throw new CommandFailure("Invalid --attempts " + attempts + ": must be at least 1.");
    }
    if (rate < 0 || patienceSeconds < 0) {
      throw new CommandFailure("Invalid --rate or --patience: must not be negative.");
    }
  }
}
