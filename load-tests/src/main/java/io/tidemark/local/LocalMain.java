package io.tidemark.local;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Main class of the commands that start a stack on this machine. */
@Command(
    name = "tidemark",
    description = "Tidemark with Kafka, Redis and a schema registry on this machine.",
    subcommands = {DemoCommand.class, LocalCommand.class},
    mixinStandardHelpOptions = true)
public final class LocalMain {

  private LocalMain() {}

  public static void main(String[] arguments) {
    // before the first logger: the service's own configuration is on the class path too
    System.setProperty("logback.configurationFile", "io/tidemark/local/launcher-logback.xml");
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new LocalMain())
        .setExecutionExceptionHandler(LocalMain::report)
        .setUsageHelpAutoWidth(true);
  }

  /** What a user can act on is a sentence; anything else keeps its stack trace. */
  private static int report(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (failure instanceof StackException || failure instanceof IllegalArgumentException) {
      command.getErr().println("tidemark: " + failure.getMessage());
      return command.getCommandSpec().exitCodeOnExecutionException();
    }
    throw failure;
  }
}
