package io.tidemark.app.cli;

import io.tidemark.testkit.cases.CaseResult;
import java.io.PrintWriter;
import picocli.CommandLine.ExitCode;

/** Prints what came of each case as soon as it is known, and their counts in the end. */
final class CaseReport {
  private final PrintWriter out;
  private int ok;
  private int failed;

  CaseReport(PrintWriter out) {
    this.out = out;
  }

  void add(CaseResult result) {
    out.printf("%-6s %s%n", result.ok() ? "ok" : "failed", result.name());
    result.failures().forEach(failure -> out.printf("  %s%n", failure));
    out.flush();
    if (result.ok()) {
      ok++;
    } else {
      failed++;
    }
  }

  /** Prints the counts; the exit code says whether all cases were as expected. */
  int finish() {
    out.printf("%d cases: %d ok, %d failed%n", ok + failed, ok, failed);
    out.flush();
    return failed == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
