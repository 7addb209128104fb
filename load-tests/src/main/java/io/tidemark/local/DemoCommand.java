package io.tidemark.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tidemark.demo.Summary;
import io.tidemark.demo.SummaryText;
import io.tidemark.demo.Tour;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidemark demo}: the whole thing for a minute, and what came out of it. */
@Command(
    name = "demo",
    description =
        "Starts Kafka, Redis, a schema registry and the service on free ports of 127.0.0.1,"
            + " produces a shop's traffic with drift injected half-way, and sums up what came out"
            + " of Redis and the topics. Ends with 0 when that agrees with what went in.",
    showDefaultValues = true,
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  private static final double FEWEST_PREDICTIONS = 50;
  private static final int CONTRADICTED = 3;
  private static final int INTERRUPTED = 130;
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description = "How long traffic is produced, such as 60s or 5m; at least 60s.")
  private Duration length;

  @Option(names = "--seed", defaultValue = "1", description = "Seed of the traffic.")
  private long seed;

  @Option(
      names = "--events-per-second",
      defaultValue = "200",
      description = "Mean rate of user events.")
  private double eventsPerSecond;

  @Option(
      names = "--predictions-per-second",
      defaultValue = "100",
      description = "Mean rate of predictions, at least 50.")
  private double predictionsPerSecond;

  @Option(names = "--users", defaultValue = "2000", description = "How many users act.")
  private int users;

  @Option(names = "--keep", description = "Stay up after the summary, until Ctrl-C.")
  private boolean keep;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write the summary to this file, for programs.")
  private Path json;

  @Mixin private ServiceFlags flags;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    requireEnough();
    PrintWriter out = spec.commandLine().getOut();
    StackOptions options = StackOptions.onFreePorts().keepingData(flags.keepData);
    try (LocalStack stack = LocalStack.start(options, out::println)) {
      ServiceProcess service =
          stack.host(new ServiceProcess(stack, "tidemark-demo", 0, flags.javaFlags()));
      return observe(stack, service, out);
    }
  }

  private void requireEnough() {
    if (length.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "Invalid --for %ds: must be at least 60s, or drift windows of a minute see too little."
              .formatted(length.toSeconds()));
    }
    if (predictionsPerSecond < FEWEST_PREDICTIONS) {
      throw new IllegalArgumentException(
          "Invalid --predictions-per-second %s: must be at least %s, or PSI is mostly noise."
              .formatted(predictionsPerSecond, FEWEST_PREDICTIONS));
    }
  }

  private int observe(LocalStack stack, ServiceProcess service, PrintWriter out) {
    try {
      Rates rates = new Rates(eventsPerSecond, predictionsPerSecond, users);
      Summary summary = new DemoRun(stack, service, out).run(seed, length, rates);
      if (!summary.contradictions().isEmpty()) {
        stack.keepLogs();
      }
      return report(summary, service, out);
    } catch (RuntimeException e) {
      if (stack.isClosing()) {
        return INTERRUPTED;
      }
      stack.keepLogs();
      throw e;
    }
  }

  /** How much traffic: records per second and the number of users. */
  record Rates(double events, double predictions, int users) {}

  private int report(Summary summary, ServiceProcess service, PrintWriter out) {
    out.println(SummaryText.of(summary));
    writeJson(summary);
    if (keep) {
      out.println(Tour.of(summary));
      out.println("Staying up. Ctrl-C ends everything.");
      service.awaitEnd();
    }
    return summary.contradictions().isEmpty() ? 0 : CONTRADICTED;
  }

  private void writeJson(Summary summary) {
    if (json == null) {
      return;
    }
    try {
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(json.toFile(), summary);
    } catch (IOException e) {
      throw new StackException("Cannot write --json " + json + ": " + e.getMessage(), e);
    }
  }
}
