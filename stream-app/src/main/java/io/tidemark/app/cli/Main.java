package io.tidemark.app.cli;

import picocli.CommandLine;

/** The entry point of {@code tidemark.jar}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The commands, ready to execute or to describe. */
  public static CommandLine commandLine() {
    return TidemarkCommand.commandLine();
  }
}
