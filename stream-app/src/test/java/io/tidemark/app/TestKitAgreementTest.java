package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.FeatureVector;
import io.tidemark.avro.UserEvent;
import io.tidemark.definition.yaml.DefinitionsReader;
import io.tidemark.testkit.EventVerdict.Outcome;
import io.tidemark.testkit.FeatureReading;
import io.tidemark.testkit.FeatureReading.Status;
import io.tidemark.testkit.FeatureScenario;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The users' test kit says what the topology sends, over random events and on either clock. */
class TestKitAgreementTest {
  private static final Duration FLUSH = Duration.ofMillis(50);
  private static final int STEPS = 300;

  @TempDir Path state;
  private final Map<String, Long> verdicts = new HashMap<>();
  private final Map<String, FeatureVector> newest = new LinkedHashMap<>();

  @ParameterizedTest
  @CsvSource({"1,wall", "2,wall", "3,wall", "4,stream", "5,stream"})
  void readingsAreTheVectorsOfTheTopology(long seed, String clock) throws Exception {
    String text =
        Samples.DEFINITIONS.replace("namespace: shop", "namespace: shop\nclock: " + clock);
    Random random = new Random(seed);
    FeatureScenario kit =
        FeatureScenario.of(
                DefinitionsReader.readText("test.yaml", text, Path.of("")),
                Map.of("user-events", UserEvent.getClassSchema()))
            .at(DrivenTopology.START);
    try (DrivenTopology topology = new DrivenTopology(text, state)) {
      for (int step = 0; step < STEPS; step++) {
        String at = "seed " + seed + ", step " + step + ", " + kit.now();
        if (random.nextInt(10) < 7) {
          send(event(random, kit.now(), step), topology, kit);
        } else {
          advance(Duration.ofSeconds(random.nextInt(1_200)), topology, kit);
        }
        advance(FLUSH, topology, kit);
        compare(topology, kit, at);
      }
      topology
          .counts("user_events")
          .forEach(
              (outcome, count) ->
                  assertThat(verdicts.getOrDefault(outcome, 0L))
                      .as("seed %d: %s", seed, outcome)
                      .isEqualTo(count));
      assertThat(verdicts.keySet()).hasSize(Outcome.values().length);
    }
  }

  private void send(UserEvent event, DrivenTopology topology, FeatureScenario kit) {
    Map<String, Object> fields = new HashMap<>();
    for (Schema.Field field : event.getSchema().getFields()) {
      fields.put(field.name(), event.get(field.pos()));
    }
    topology.event(event);
    Outcome outcome = kit.event("user_events", fields).outcome();
    verdicts.merge(outcome.name().toLowerCase(Locale.ROOT), 1L, Long::sum);
  }

  private static void advance(Duration by, DrivenTopology topology, FeatureScenario kit) {
    topology.advance(by);
    kit.advance(by);
  }

  private static UserEvent event(Random random, Instant now, int step) {
    int id = random.nextInt(6) == 0 ? random.nextInt(step + 1) : step;
    Double[] prices = {null, -1.0, 1_000.0, 0.1 * random.nextInt(100), 2.5, 7.25};
    UserEvent event =
        Samples.event(
            "e" + id,
            "u" + random.nextInt(3),
            prices[random.nextInt(prices.length)],
            now.plus(offset(random)));
    event.setItemId(random.nextInt(8) == 0 ? null : "item-" + random.nextInt(3));
    event.setEventType(random.nextBoolean() ? "view" : "click");
    return event;
  }

  private static Duration offset(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> Duration.ofSeconds(random.nextInt(420));
      case 1, 2 -> Duration.ofSeconds(-random.nextInt(3_600));
      case 3 -> Duration.ofSeconds(-random.nextInt(14_400));
      default -> Duration.ofMillis(-random.nextInt(10_000));
    };
  }

  private void compare(DrivenTopology topology, FeatureScenario kit, String at) {
    topology.vectors().forEach(vector -> newest.put(vector.getEntity() + vector.getKey(), vector));
    for (FeatureVector vector : newest.values()) {
      String where = at + ", " + vector.getEntity() + " " + vector.getKey();
      kit.features(vector.getEntity(), vector.getKey())
          .values()
          .forEach(reading -> compare(reading, vector, where));
    }
  }

  private static void compare(FeatureReading reading, FeatureVector vector, String where) {
    String name = reading.name();
    assertThat(reading.value()).as("%s: %s", where, name).isEqualTo(vector.getValues().get(name));
    assertThat(reading.status() == Status.WARMING)
        .as("%s: %s is warming", where, name)
        .isEqualTo(vector.getWarming().contains(name));
    assertThat(reading.validUntil().orElse(null))
        .as("%s: valid until", where)
        .isEqualTo(vector.getValidUntil());
  }
}
