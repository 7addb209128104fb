package io.tidemark.app.cli;

import io.tidemark.app.settings.SettingsException;
import io.tidemark.definition.DefinitionException;
import io.tidemark.kafka.KafkaRefusedException;
import io.tidemark.kafka.KafkaUnavailableException;
import io.tidemark.quarantine.ReplayBusyException;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistrySettingsException;
import io.tidemark.replay.MappingException;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.testkit.cases.CasesException;
import io.tidemark.wire.EncodingException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.OptionalInt;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

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
      DoctorCommand.class,
      ReplayCommand.class,
      BaselineCommand.class,
      QuarantineCommand.class,
      RebuildCommand.class,
      EndOfInputCommand.class,
      EraseCommand.class,
      ExportCommand.class,
      ExplainCommand.class,
      FeastCommand.class,
      SettingsCommand.class
    })
public final class TidemarkCommand {
  /** A mistake of the user's: wrong usage, settings or definitions. */
  static final int EXIT_USAGE = 2;

  private static final Set<Class<? extends Exception>> MISTAKES =
      Set.of(
          UsageFailure.class,
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
          KafkaRefusedException.class,
          ReplayBusyException.class,
          RegistryException.class,
          FeatureStoreException.class,
          EncodingException.class,
          UncheckedIOException.class);

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show where an error comes from: its stack trace.")
  private boolean verbose;

  private TidemarkCommand() {}

  /** The commands, with errors shown as their message alone where that says what to do. */
  public static CommandLine commandLine() {
    return new CommandLine(new TidemarkCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Instant.class, TidemarkCommand::instant)
        .setExecutionExceptionHandler(TidemarkCommand::explain);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "'" + text + "' is not an instant such as 2026-11-30T09:00:00Z");
    }
  }

  /** The message alone, in one line where nobody foresaw the error; the stack trace on demand. */
  private static int explain(Exception error, CommandLine command, CommandLine.ParseResult parsed) {
    OptionalInt foreseen = exitCode(error);
    command.getErr().println(foreseen.isPresent() ? error.getMessage() : unforeseen(error));
    if (isVerbose(command)) {
      error.printStackTrace(command.getErr());
    }
    return foreseen.orElse(CommandLine.ExitCode.SOFTWARE);
  }

  private static String unforeseen(Exception error) {
    String what = String.valueOf(error).strip().replaceAll("\\s*\\n\\s*", " ");
    return "Failed unexpectedly: " + what + ". With --verbose it says where; please report it.";
  }

  private static boolean isVerbose(CommandLine command) {
    CommandLine root = command;
    while (root.getParent() != null) {
      root = root.getParent();
    }
    return root.<TidemarkCommand>getCommand().verbose;
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
