package io.tidemark.app.cli;

import io.tidemark.app.settings.SettingsException;
import io.tidemark.definition.DefinitionException;
import io.tidemark.replay.MappingException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of the command line: it only lists the commands. */
@Command(
    name = "tidemark",
    description = "Real-time features, labelled examples and drift metrics on Kafka.",
    mixinStandardHelpOptions = true,
    versionProvider = TidemarkCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      ReplayCommand.class,
      BaselineCommand.class,
      SettingsCommand.class
    })
public final class TidemarkCommand {
  /** A mistake of the user's: wrong usage, settings or definitions. */
  static final int EXIT_USAGE = 2;

  private TidemarkCommand() {}

  /** The commands, with errors shown as their message alone where that says what to do. */
  public static CommandLine commandLine() {
    return new CommandLine(new TidemarkCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(TidemarkCommand::explain);
  }

  private static int explain(Exception error, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    boolean mistake =
        error instanceof SettingsException
            || error instanceof DefinitionException
            || error instanceof MappingException;
    if (!mistake && !(error instanceof CommandFailure)) {
      throw error;
    }
    command.getErr().println(error.getMessage());
    return mistake ? EXIT_USAGE : CommandLine.ExitCode.SOFTWARE;
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = TidemarkCommand.class.getPackage().getImplementationVersion();
      return new String[] {"tidemark " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
