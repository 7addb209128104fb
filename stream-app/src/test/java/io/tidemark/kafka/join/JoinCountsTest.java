package io.tidemark.kafka.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.ClockMode;
import io.tidemark.definition.Model;
import io.tidemark.definition.Model.Emit;
import io.tidemark.definition.Model.OnTimeout;
import io.tidemark.definition.Model.Outcomes;
import io.tidemark.definition.Model.Policy;
import io.tidemark.definition.Model.Several;
import io.tidemark.join.JoinClock;
import io.tidemark.join.JoinCount;
import io.tidemark.join.JoinCounter;
import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.task.TaskSums;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What became of predictions is told out of state, whatever happens to the task. */
class JoinCountsTest {
  private final KeyValueStore<String, byte[]> store =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore("join-ranker"), Serdes.String(), Serdes.ByteArray())
          .withLoggingDisabled()
          .build();
  private final JoinClock clock = new JoinClock(ClockMode.STREAM, Clock.systemUTC());
  private final Map<String, Long> told = new HashMap<>();

  @TempDir Path folder;

  @BeforeEach
  void open() {
    MockProcessorContext<Void, Void> context =
        new MockProcessorContext<>(new Properties(), new TaskId(4, 0), folder.toFile());
    store.init(context.getStateStoreContext(), store);
  }

  private JoinCounts task(String... labels) {
    List<Model.Label> declared = Stream.of(labels).map(JoinCountsTest::label).toList();
    Outcomes outcomes =
        new Outcomes(
            List.of(new Model.OutcomeTopic("outcomes", null)),
            Duration.ofDays(1),
            Duration.ZERO,
            null,
            declared);
    JoinSetup setup =
        new JoinSetup(
            new Model("ranker", "predictions", null, outcomes, null, Model.Quality.NONE),
            null,
            null,
            null,
            null,
            new PrometheusExport().metrics().join(),
            new TaskSums<>((figure, n) -> told.put(figure.label() + " " + figure.state(), n)));
    JoinCounts counts = new JoinCounts(setup);
    counts.load(store, "4_0", clock);
    return counts;
  }

  private static Model.Label label(String name) {
    return new Model.Label(
        name,
        Duration.ofHours(1),
        Duration.ZERO,
        "true",
        null,
        new Policy(Several.LATEST, OnTimeout.NEGATIVE, Emit.BOTH));
  }

  private static JoinCount opened() {
    return new JoinCount(JoinCounter.PREDICTION, null);
  }

  private void requireTold(String label, long joined, long timedOut, long pending) {
    assertThat(told)
        .containsEntry(label + " OPENED", joined + timedOut + pending)
        .containsEntry(label + " JOINED", joined)
        .containsEntry(label + " TIMED_OUT", timedOut)
        .containsEntry(label + " UNLABELLED", 0L)
        .containsEntry(label + " PENDING", pending);
  }

  @Test
  void nextProcessGoesOnWhereTheLastCommitWas() {
    JoinCounts first = task("click");
    first.add(opened());
    first.add(opened());
    first.add(opened());
    first.add(new JoinCount(JoinCounter.JOINED, "click"));
    first.save(store, clock);
    first.add(new JoinCount(JoinCounter.TIMED_OUT, "click"));
    JoinCounts second = task("click");
    requireTold("click", 1, 0, 2);
    second.add(new JoinCount(JoinCounter.TIMED_OUT, "click"));
    second.show();
    requireTold("click", 1, 1, 1);
  }

  @Test
  void whatWasAbortedIsCountedOnceWhenItComesAgain() {
    JoinCounts counts = task("click");
    counts.add(opened());
    counts.load(store, "4_0", clock);
    requireTold("click", 0, 0, 0);
    counts.add(opened());
    counts.show();
    requireTold("click", 0, 0, 1);
  }

  @Test
  void labelThatIsDeclaredNoMoreIsCountedToItsEnd() {
    JoinCounts before = task("click", "purchase");
    before.add(opened());
    before.save(store, clock);
    JoinCounts after = task("click");
    after.add(opened());
    after.add(new JoinCount(JoinCounter.TIMED_OUT, "purchase"));
    after.show();
    requireTold("purchase", 0, 1, 0);
    requireTold("click", 0, 0, 2);
  }
}
