package io.tidemark.bench;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** A measurement that is run from a command line of its own and prints what it finds. */
@Command
abstract class Benchmark implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Runs it with these arguments, after printing the machine and the command. */
  final void run(String[] arguments) {
    CommandLine command = new CommandLine(this).setCaseInsensitiveEnumValuesAllowed(true);
    command.setExecutionStrategy(Benchmark::announce);
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

  final void print(String format, Object... values) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, format, values);
    out.flush();
  }

  /** An argument that cannot be. */
  final ParameterException invalid(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
