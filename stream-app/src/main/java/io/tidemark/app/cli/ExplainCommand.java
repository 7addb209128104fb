package io.tidemark.app.cli;

import io.tidemark.app.cli.AskedProcess.Reply;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a running process why the values of an entity are what they are. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    subcommands = ExplainLabelCommand.class,
    description = {
      "Print why the values of an entity are what they are: windows, tiles, warming, next change."
          + " With `label`, why the labels of a request are.",
      "Any process of `tidemark run` can be asked; `tidemark serve` with serve.explain.service too."
          + " Where tokens are needed, the first of http.tokens.read is sent. Write `-- label KEY`"
          + " for an entity that is called label."
    })
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private AskedProcess process;

  @Parameters(
      index = "0",
      arity = "0..1", // asked for below, or `label` would need them too
      paramLabel = "ENTITY",
      description = "The kind of entity.")
  private String entity;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "KEY",
      description = "Which one; several parts are joined with '|'.")
  private String key;

  @Option(names = "--json", description = "Print the reply as it is.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (key == null) {
      throw new ParameterException(
          spec.commandLine(), "Missing required parameters: 'ENTITY', 'KEY'");
    }
    Reply reply = process.ask("explain", entity, key);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(reply.body());
    } else {
      new ExplainReport(reply.tree()).print(out);
    }
    out.flush();
    return ExitCode.OK;
  }
}
