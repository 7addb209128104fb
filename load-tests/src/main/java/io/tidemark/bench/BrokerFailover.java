package io.tidemark.bench;

import io.tidemark.local.ClusterStack;
import io.tidemark.local.FailoverRun;
import io.tidemark.local.StackException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Whether anything is lost, doubled or stale when brokers are killed in the middle of transactions,
 * on clusters of other versions of Kafka than the one that is compiled against.
 */
@Command(name = "broker-failover", mixinStandardHelpOptions = true)
public final class BrokerFailover extends Benchmark {
  private static final int SHORTEST_SECONDS = 90;
  private static final int LONGEST_SECONDS = 45 * 60;

  @Option(
      names = "--brokers",
      split = ",",
      description = "Versions of Kafka, one after the other (default: 3.7.2,3.9.1).")
  private List<String> versions = List.of("3.7.2", "3.9.1");

  @Option(names = "--seconds", description = "Of traffic, 90 to 2700 (default: 120).")
  private int seconds = 120;

  @Option(names = "--seed", description = "Of the traffic.")
  private long seed = 1;

  /** Runs it with the options of {@code --help}; ends with 0 when nothing differs. */
  public static void main(String[] arguments) {
    // before the first logger: the service's own configuration is on the class path too
    System.setProperty("logback.configurationFile", "io/tidemark/bench/failover-logback.xml");
    new BrokerFailover().run(arguments);
  }

  @Override
  public Integer call() {
    if (seconds < SHORTEST_SECONDS || seconds > LONGEST_SECONDS) {
      throw invalid(
          "Invalid --seconds %d: must be between %d, so that a broker that is away is noticed, and"
                  .formatted(seconds, SHORTEST_SECONDS)
              + " %d, while no event leaves a window.".formatted(LONGEST_SECONDS));
    }
    print("seed     %d, %d s of traffic%n", seed, seconds);
    boolean right = true;
    for (String version : versions) {
      right &= agrees(version);
    }
    print("verdict  %s%n", right ? "nothing lost, doubled or stale" : "something differs");
    return right ? 0 : 1;
  }

  private boolean agrees(String version) {
    try (ClusterStack stack = ClusterStack.start(version)) {
      print("brokers  3 of Kafka %s%n", version);
      List<String> contradictions = contradictions(stack);
      contradictions.forEach(sentence -> print("differs  %s%n", sentence));
      if (!contradictions.isEmpty()) {
        print("logs     %s%n", stack.keepLogs());
      }
      return contradictions.isEmpty();
    }
  }

  private List<String> contradictions(ClusterStack stack) {
    try {
      FailoverRun.Outcome outcome =
          new FailoverRun(stack, line -> print("         %s%n", line))
              .run(seed, Duration.ofSeconds(seconds));
      outcome.counts().forEach((what, count) -> print("%,9d %s%n", count, what));
      return outcome.contradictions();
    } catch (StackException e) {
      print("logs     %s%n", stack.keepLogs());
      throw e;
    }
  }
}
