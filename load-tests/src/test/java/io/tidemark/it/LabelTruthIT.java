package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.demo.LabelHistory;
import io.tidemark.local.Disturbance;
import io.tidemark.local.LabelRun;
import io.tidemark.local.SharedStackExtension;
import io.tidemark.local.Stack;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Labels are the same whatever happens to the service while their windows close; the long form, of
 * all that can happen and of millions of requests, is {@code LabelTruth}.
 */
@ExtendWith(SharedStackExtension.class)
@Execution(ExecutionMode.CONCURRENT) // windows are mostly waited for
@Order(3)
class LabelTruthIT {
  private static final Logger LOG = LoggerFactory.getLogger(LabelTruthIT.class);
  private static final LabelHistory HISTORY =
      new LabelHistory(7, 1_500, Duration.ofSeconds(20), Duration.ofSeconds(1));

  private final Stack stack;

  LabelTruthIT(Stack stack) {
    this.stack = stack;
  }

  @ParameterizedTest
  @EnumSource(names = {"LOSE_STATE", "TAKE_OVER", "PAUSE_5S"})
  void labelsAreWhatFollowsFromTheHistory(Disturbance disturbance) {
    String name = "truth-" + disturbance.name().toLowerCase(Locale.ROOT).replace('_', '-');
    try (LabelRun run =
        new LabelRun(stack, name, HISTORY, line -> LOG.info("{}: {}", name, line))) {
      LabelRun.Outcome outcome = run.run(disturbance);
      assertThat(outcome.sentences()).as("seed %d", HISTORY.seed()).isEmpty();
      assertThat(outcome.wrong()).isZero();
    }
  }
}
