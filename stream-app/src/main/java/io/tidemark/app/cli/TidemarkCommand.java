package io.tidemark.app.cli;

import io.tidemark.app.settings.SettingsException;
import io.tidemark.definition.DefinitionException;
import io.tidemark.kafka.KafkaUnavailableException;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistrySettingsException;
import io.tidemark.replay.MappingException;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.testkit.cases.CasesException;
import io.tidemark.wire.EncodingException;
import java.io.UncheckedIOException;
import java.util.OptionalInt;
import java.util.Set;
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
      ServeCommand.class,
      CheckCommand.class,
      ReplayCommand.class,
      BaselineCommand.class,
      RebuildCommand.class,
      EndOfInputCommand.class,
      ExplainCommand.class,
      FeastCommand.class,
      SettingsCommand.class
    })
public final class TidemarkCommand {
  /** A mistake of the user's: wrong usage, settings or definitions. */
  static final int EXIT_USAGE = 2;

  private static final Set<Class<? extends Exception>> MISTAKES =
      Set.of(
          SettingsException.class,
          RegistrySettingsException.class,
          DefinitionException.class,
          CasesException.class,
          MappingException.class);

  private static final Set<Class<? extends Exception>> FAILURES =
      Set.of(
          CommandFailure.class,
          IllegalStateException.class,
          KafkaUnavailableException.class,
          RegistryException.class,
          FeatureStoreException.class,
          EncodingException.class,
          UncheckedIOException.class);

  private TidemarkCommand() {}

  /** The commands, with errors shown as their message alone where that says what to do. */
  public static CommandLine commandLine() {
    return new CommandLine(new TidemarkCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(TidemarkCommand::explain);
  }

  /** The message alone where it says what to do; the stack trace where nobody foresaw the error. */
  private static int explain(Exception error, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    int exit = exitCode(error).orElseThrow(() -> error);
    command.getErr().println(error.getMessage());
    return exit;
  }

  /** The exit code of an error whose message says what to do; none where nobody foresaw it. */
  static OptionalInt exitCode(Exception error) {
    if (MISTAKES.stream().anyMatch(kind -> kind.isInstance(error))) {
      return OptionalInt.of(EXIT_USAGE);
    }
    return FAILURES.stream().anyMatch(kind -> kind.isInstance(error))
        ? OptionalInt.of(CommandLine.ExitCode.SOFTWARE)
        : OptionalInt.empty();
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = TidemarkCommand.class.getPackage().getImplementationVersion();
      return new String[] {"tidemark " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
