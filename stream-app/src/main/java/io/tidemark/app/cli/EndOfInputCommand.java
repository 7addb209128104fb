package io.tidemark.app.cli;

import io.tidemark.avro.ControlCommand;
import io.tidemark.avro.ControlKind;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says that a history is complete: its last labels are closed, its last minute is evaluated. */
@Command(
    name = "end-of-input",
    mixinStandardHelpOptions = true,
    description = {
      "Say that the topics of predictions and outcomes have got all their records.",
      "Under clock: stream nothing comes after the last labels of a history that could close them."
          + " Once everything is read that came until now, each is closed at its own time, and"
          + " the last minute is compared with the baseline. Records that come later open the history again, until its end is said anew."
    })
final class EndOfInputCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions settings;

  @Option(names = "--by", description = "Who says so, for the audit trail.")
  private String requestedBy;

  @Override
  public Integer call() {
    ControlCommand command =
        new ControlRequest("end-of-input", ControlKind.END_OF_INPUT, requestedBy)
            .publish(settings.load());
    PrintWriter out = spec.commandLine().getOut();
    out.printf("The inputs of labels and drift end at %s.%n", command.getRequestedAt());
    out.println("Progress: tidemark_join_labels with state pending on /metrics.");
    out.flush();
    return 0;
  }
}
