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

/** Asks a running process why the labels of a request are what they are. */
@Command(
    name = "label",
    mixinStandardHelpOptions = true,
    description = {
      "Print why the labels of a request are what they are: windows, outcomes, what each says, which"
          + " of them count, and when the next thing happens.",
      "A request is known from its prediction, or first outcome, until some time after its last label"
          + " has closed; what was said of it is on the topic of labelled examples."
    })
final class ExplainLabelCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private AskedProcess process;

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
  private String model;

  @Parameters(index = "1", paramLabel = "REQUEST", description = "The request's id.")
  private String request;

  @Option(names = "--json", description = "Print the reply as it is.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Reply reply = process.ask("labels", model, request);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(reply.body());
    } else {
      new LabelReport(reply.tree()).print(out);
    }
    out.flush();
    return ExitCode.OK;
  }
}
