package io.tidemark.kafka.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.monitoring.metrics.RunMetrics.Partition;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A partition is told of once, under the name that its topic has. */
class RunFiguresTest {
  @Test
  void whatATopicWithDotsWasCalledBeforeIsLeft() {
    Partition dotted = new Partition("tidemark.erasures", 1);
    Partition old = new Partition("tidemark_erasures", 1);
    Partition plain = new Partition("user_events", 1);
    assertThat(RunFigures.oldNames(Set.of(dotted, old, plain))).containsExactly(old);
  }

  @Test
  void topicsWithoutDotsKeepTheirNames() {
    assertThat(RunFigures.oldNames(Set.of(new Partition("user_events", 0)))).isEmpty();
  }
}
