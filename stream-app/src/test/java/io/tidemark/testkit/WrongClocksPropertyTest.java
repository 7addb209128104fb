package io.tidemark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.UserEvent;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.yaml.DefinitionsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Of random streams one record in a hundred is of a producer whose clock is off, by seconds to
 * years: whatever is read of every other key equals what a stream without those records says, for
 * every operation and on either clock. {@code -Dtidemark.test.seed} chooses other streams.
 */
class WrongClocksPropertyTest {
  private static final Path DEFINITIONS = Path.of("../load-tests/examples/visits.yaml");
  private static final long SEED = Long.getLong("tidemark.test.seed", 20261130L);
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant HISTORY = Instant.parse("2011-03-01T12:00:00Z");
  private static final List<String> KEYS = List.of("a", "b", "c", "d");
  private static final int EVENTS = 600;
  private static final int STREAMS = 12;

  private StringBuilder history;
  private FeatureScenario disturbed;
  private FeatureScenario quiet;

  @Test
  void underTheWallClock() {
    for (int i = 0; i < STREAMS; i++) {
      begin("clock: wall", SEED + i);
      live(new Random(SEED + i));
    }
  }

  @Test
  void underStreamTime() {
    for (int i = 0; i < STREAMS; i++) {
      begin("clock: stream\nmax_time_step: 10m", SEED + i);
      replayed(new Random(SEED + i));
    }
  }

  private void begin(String clock, long seed) {
    history = new StringBuilder("seed " + seed + ", " + clock + ", history:\n");
    disturbed = scenario(clock).at(START);
    quiet = scenario(clock).at(START);
  }

  private static FeatureScenario scenario(String clock) {
    try {
      String text =
          Files.readString(DEFINITIONS).replace("namespace: shop", "namespace: shop\n" + clock);
      assertThat(text).contains(clock);
      return FeatureScenario.of(
          DefinitionsReader.readText("visits.yaml", text, Path.of("")),
          Map.of("visits", UserEvent.getClassSchema(), "orders", UserEvent.getClassSchema()));
    } catch (IOException | DefinitionException e) {
      throw new AssertionError(e);
    }
  }

  private void live(Random random) {
    feed(quiet, "a", START, 1.0);
    feed(disturbed, "a", START, 1.0);
    for (int i = 0; i < EVENTS; i++) {
      Duration passed = Duration.ofMillis(random.nextInt(40_000));
      disturbed.advance(passed);
      quiet.advance(passed);
      if (random.nextInt(100) == 0) {
        feed(disturbed, "wrong", disturbed.now().plusMillis(offset(random)), 9.0);
      }
      // honest clocks are up to four minutes ahead or behind
      happen(random, quiet.now().plusMillis(random.nextInt(480_000) - 240_000));
      compare();
    }
  }

  private void replayed(Random random) {
    Instant at = HISTORY;
    happen(random, at);
    happen(random, at);
    for (int i = 0; i < EVENTS; i++) {
      at = at.plusMillis(random.nextInt(40_000));
      if (random.nextInt(100) == 0) {
        long offsetMs = offset(random);
        // less than a step is what a record may move time by; the others are up to a minute behind
        long wrongMs = offsetMs > 0 ? offsetMs + 1_200_000 : offsetMs - 60_000;
        feed(disturbed, "wrong" + i, at.plusMillis(wrongMs), 9.0);
      }
      happen(random, at.minusMillis(random.nextInt(60_000)));
      compare();
    }
  }

  /** From seconds to years, ahead or behind, every magnitude as likely. */
  private static long offset(Random random) {
    double years = Duration.ofDays(4_000).toMillis();
    long offsetMs =
        (long) Math.exp(Math.log(1_000) + random.nextDouble() * Math.log(years / 1_000));
    return random.nextBoolean() ? offsetMs : -offsetMs;
  }

  private void happen(Random random, Instant at) {
    String key = KEYS.get(random.nextInt(KEYS.size()));
    double price = random.nextInt(1_000) / 4.0;
    assertThat(feed(disturbed, key, at, price))
        .as(history::toString)
        .isEqualTo(feed(quiet, key, at, price));
  }

  private EventVerdict.Outcome feed(FeatureScenario to, String key, Instant at, double price) {
    history.append(to.now()).append(' ').append(key).append(" at ").append(at).append('\n');
    Map<String, Object> fields =
        Map.of(
            "user_id", key, "event_type", "view", "item_id", "i" + (int) price % 5, "price", price);
    return to.event("visits", at, fields).outcome();
  }

  private void compare() {
    for (String key : KEYS) {
      assertThat(disturbed.features("user", key))
          .as(() -> history + "key " + key)
          .isEqualTo(quiet.features("user", key));
      disturbed
          .features("user", key)
          .values()
          .forEach(
              read ->
                  read.asOf()
                      .ifPresent(asOf -> assertThat(asOf).isBeforeOrEqualTo(disturbed.now())));
    }
  }
}
