package io.tidemark.bench;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Runs a benchmark from its command line, after printing the machine and the command. */
final class CommandRun {
  private CommandRun() {}

  static void of(Callable<Integer> benchmark, String[] arguments) {
    CommandLine command = new CommandLine(benchmark).setCaseInsensitiveEnumValuesAllowed(true);
    command.setExecutionStrategy(CommandRun::announce);
    int exit = command.execute(arguments);
    if (exit != CommandLine.ExitCode.OK) {
      throw new IllegalStateException("Ended with exit code " + exit + "; its output says why");
    }
  }

  private static int announce(ParseResult parsed) {
    PrintWriter out = parsed.commandSpec().commandLine().getOut();
    String name = parsed.commandSpec().userObject().getClass().getSimpleName();
    out.println("machine  " + Machine.describe());
    out.println("command  " + name + " " + String.join(" ", parsed.originalArgs()));
    out.flush();
    return new CommandLine.RunLast().execute(parsed);
  }
}
