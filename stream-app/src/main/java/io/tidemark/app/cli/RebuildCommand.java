package io.tidemark.app.cli;

import io.tidemark.app.plan.TopicPlan;
import io.tidemark.app.settings.Settings;
import io.tidemark.avro.ControlCommand;
import io.tidemark.avro.ControlKind;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks the service to fill the online store again from its state. */
@Command(
    name = "rebuild",
    mixinStandardHelpOptions = true,
    description = {
      "Fill the online store again from the state of the running service.",
      "For a Redis that lost its content: the vector of every entity is sent again, whole, while"
          + " events go on. Topics are not read again."
    })
final class RebuildCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions settings;

  @Option(names = "--by", description = "Who asks, for the audit trail.")
  private String requestedBy;

  @Override
  public Integer call() {
    Settings chosen = settings.load();
    ControlCommand command =
        new ControlRequest("rebuild", ControlKind.REBUILD, requestedBy).publish(chosen);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "Asked for rebuild %s on topic %s.%n",
        command.getId(), TopicPlan.own(chosen).requests().control().name());
    out.println(
        "Every running instance sends the vectors of its entities again; one that is stopped does so"
            + " when it starts.");
    out.println(
        "Progress: tidemark_feature_sweep_remaining and tidemark_feature_swept_total on /metrics;"
            + " the log says when a task went through every entity.");
    out.flush();
    return 0;
  }
}
