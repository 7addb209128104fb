package io.tidemark.bench;

import io.tidemark.demo.LabelHistory;
import io.tidemark.local.Disturbance;
import io.tidemark.local.LabelRun;
import io.tidemark.local.LocalStack;
import io.tidemark.local.StackOptions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Whether labels are the same whatever happens to the service while their windows close: killed,
 * killed without its state, taken over, stopped for a while, without its broker or its registry.
 * Each run has a stack of its own and is held against what follows from its history.
 */
@Command(name = "label-truth", mixinStandardHelpOptions = true)
public final class LabelTruth extends Benchmark {
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final int SHORTEST_SECONDS = 20;
  private static final int READ_PER_SECOND = 3_000;

  @Option(names = "--pending", description = "Requests that wait at once (default: 150000).")
  private int pending = 150_000;

  @Option(names = "--seeds", description = "How many histories (default: 1).")
  private int seeds = 1;

  @Option(names = "--first-seed", description = "Of the first (default: 1).")
  private long firstSeed = 1;

  @Option(
      names = "--disturbances",
      split = ",",
      description = "Some of ${COMPLETION-CANDIDATES} (default: all).")
  private Set<Disturbance> disturbances = EnumSet.allOf(Disturbance.class);

  /** Runs it with the options of {@code --help}; ends with 0 when no label is wrong. */
  public static void main(String[] arguments) {
    System.setProperty("logback.configurationFile", "io/tidemark/bench/failover-logback.xml");
    new LabelTruth().run(arguments);
  }

  @Override
  public Integer call() {
    if (pending < 1 || seeds < 1) {
      throw invalid(
          "Invalid --pending %d or --seeds %d: must be at least 1.".formatted(pending, seeds));
    }
    Duration window = Duration.ofSeconds(SHORTEST_SECONDS + pending / READ_PER_SECOND);
    print("history  %,d requests, window %d s%n", pending, window.toSeconds());
    int wrong = 0;
    for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
      LabelHistory history = new LabelHistory(seed, pending, window, GRACE);
      print("seed %-3d %s%n", seed, history.shape());
      for (Disturbance disturbance : disturbances) {
        wrong += run(history, disturbance);
      }
    }
    print("verdict  %s%n", wrong == 0 ? "0 wrong" : wrong + " runs are wrong");
    return wrong == 0 ? 0 : 1;
  }

  private int run(LabelHistory history, Disturbance disturbance) {
    StackOptions options = new StackOptions(0, 0, 0, 256, false);
    try (LocalStack stack = LocalStack.start(options, line -> {});
        LabelRun run = new LabelRun(stack, "truth", history, line -> {})) {
      LabelRun.Outcome outcome = run.run(disturbance);
      print(
          "seed %-3d %-10s %,9d labels, %d wrong, all said %.1f s after the last word%n",
          history.seed(),
          disturbance.name().toLowerCase(Locale.ROOT),
          2 * history.requests(),
          outcome.wrong(),
          outcome.took().toMillis() / 1e3);
      outcome.sentences().forEach(sentence -> print("         %s%n", sentence));
      return outcome.wrong() == 0 && outcome.sentences().isEmpty() ? 0 : 1;
    }
  }
}
