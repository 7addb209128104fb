package io.tidemark.app.cli;

import io.tidemark.app.cli.AskedProcess.Reply;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a running process why the labels of a request are what they are, or about a model's. */
@Command(
    name = "label",
    mixinStandardHelpOptions = true,
    description = {
      "Print why the labels of a request are what they are: windows, outcomes, what each says, which"
          + " of them count, and when the next thing happens.",
      "A request is known from its prediction, or first outcome, until some time after its last label"
          + " has closed; what was said of it is on the topic of labelled examples.",
      "Without a request, print what is known of the model's labels: how many wait and for how long,"
          + " how late they come, whether outcomes have stopped, and what was not matched."
    })
final class ExplainLabelCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private AskedProcess process;

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
  private String model;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "REQUEST",
      description = "The request's id.")
  private String request;

  @Option(names = "--json", description = "Print the reply as it is.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Reply reply =
        request == null ? process.ask("labels", model) : process.ask("labels", model, request);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(reply.body());
    } else if (request == null) {
      new ModelLabelsReport(reply.tree()).print(out);
    } else {
      new LabelReport(reply.tree()).print(out);
    }
    out.flush();
    return ExitCode.OK;
  }
}
