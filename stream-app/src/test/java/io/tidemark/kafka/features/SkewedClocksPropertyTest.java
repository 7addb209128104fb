package io.tidemark.kafka.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.FeatureVector;
import io.tidemark.contribution.Contribution;
import io.tidemark.contribution.Contribution.GroupInputs;
import io.tidemark.contribution.EntityInput;
import io.tidemark.contribution.EntityInput.Contributed;
import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

/**
 * Producers whose clocks are minutes ahead or behind, and a machine whose own clock steps, under
 * the wall clock: every row says what its events say at the instant it names.
 */
class SkewedClocksPropertyTest extends FeatureFixture {
  private static final long SEED = Long.getLong("tidemark.test.seed", 20261130L);
  private static final int STREAMS = Integer.getInteger("tidemark.test.streams", 40);
  private static final int STEPS = 150;
  private static final long WINDOW_MS = 300_000;
  private static final FeatureGroup COUNTS =
      new FeatureGroup(
          "g",
          1,
          null,
          "events",
          "user",
          null,
          null,
          List.of(
              new Aggregate(
                  "n",
                  AggregateOp.COUNT,
                  null,
                  List.of(new Window("5m", Duration.ofMillis(WINDOW_MS), Window.EXACT, false))),
              new Aggregate("all", AggregateOp.COUNT, null, List.of())),
          List.of());

  private final Map<String, List<Long>> sent = new HashMap<>();
  private final Map<String, FeatureVector> last = new HashMap<>();
  private StringBuilder history;
  private Random random;
  private long newestMs;

  @Test
  void everyRowIsRightForTheInstantItNames() {
    for (int i = 0; i < STREAMS; i++) {
      history = new StringBuilder("seed " + (SEED + i) + " history:\n");
      random = new Random(SEED + i);
      try {
        run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(history.toString(), e);
      }
    }
  }

  private void run() {
    sent.clear();
    last.clear();
    stores();
    start(COUNTS);
    newestMs = wall.millis();
    caughtUp(COUNTS, 0, 1);
    for (int step = 0; step < STEPS; step++) {
      step();
      newestMs = Math.max(newestMs, wall.millis());
      flush().forEach(this::check);
    }
    settle();
    last.forEach(
        (key, row) -> assertThat(row.getValues()).as(key).containsAllEntriesOf(at(key, newestMs)));
  }

  /** Until everything has come and left its window; timers are served once they are committed. */
  private void settle() {
    for (int i = 0; i < 12; i++) {
      pass(60_000);
      hook.flushCache();
      newestMs = Math.max(newestMs, wall.millis());
      flush().forEach(this::check);
    }
  }

  private void step() {
    int what = random.nextInt(40);
    if (what < 25) {
      happen("abcd".substring(random.nextInt(4)).substring(0, 1));
    } else if (what < 35) {
      pass(random.nextInt(20_000));
    } else if (what < 37) {
      pass(-10_000);
    } else if (what < 38) {
      pass(3_600_000);
    } else {
      history.append("restart\n");
      hook.flushCache();
      start(COUNTS);
    }
  }

  private void pass(long byMs) {
    wall.advance(Duration.ofMillis(byMs));
    history.append("clock by ").append(byMs).append(" to ").append(wall.millis()).append('\n');
  }

  private void happen(String key) {
    long skewMs = List.of(0L, 240_000L, -240_000L, 250L, 10_000L).get(random.nextInt(5));
    long timeMs = wall.millis() + skewMs;
    history.append("event of ").append(key).append(" at ").append(timeMs).append('\n');
    Contribution made =
        new Contribution(timeMs, List.of(new GroupInputs(id(COUNTS), new Object[2])));
    Contributed input = new Contributed(made, false, EntityInput.NO_CLOCK);
    processor.process(new Record<>(key, input, wall.millis()));
    sent.computeIfAbsent(key, k -> new ArrayList<>()).add(timeMs);
  }

  private void check(FeatureVector row) {
    long asOfMs = row.getAsOf().toEpochMilli();
    String key = row.getKey();
    assertThat(asOfMs).as("not in the future").isLessThanOrEqualTo(wall.millis() + 60_000);
    assertThat(asOfMs).as("no event moves it").isLessThanOrEqualTo(newestMs + 50);
    assertThat(row.getValues()).as("%s at %d", key, asOfMs).containsAllEntriesOf(at(key, asOfMs));
    last.put(key, row);
  }

  /** The naive twin. */
  private Map<String, Object> at(String key, long asOfMs) {
    List<Long> times = sent.get(key).stream().filter(timeMs -> timeMs <= asOfMs).toList();
    long inWindow = times.stream().filter(timeMs -> timeMs >= asOfMs - WINDOW_MS).count();
    return Map.of("g.n_5m", inWindow, "g.all", (long) times.size());
  }
}
