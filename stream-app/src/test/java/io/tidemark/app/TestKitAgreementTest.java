package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.FeatureVector;
import io.tidemark.avro.UserEvent;
import io.tidemark.definition.yaml.DefinitionsReader;
import io.tidemark.testkit.EventVerdict.Outcome;
import io.tidemark.testkit.FeatureReading;
import io.tidemark.testkit.FeatureReading.Status;
import io.tidemark.testkit.FeatureScenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The users' test kit says what the topology sends, over random events and on either clock. {@code
 * -Dtidemark.test.seed} chooses other events.
 */
class TestKitAgreementTest {
  private static final Path EVERY_OPERATION = Path.of("../load-tests/examples/visits.yaml");
  private static final long SEED = Long.getLong("tidemark.test.seed", 0L);
  private static final Duration FLUSH = Duration.ofMillis(50);
  private static final Duration SPREAD = Duration.ofMillis(600);
  private static final int STEPS = 300;

  @TempDir Path state;
  private final Map<String, Long> verdicts = new HashMap<>();
  private final Map<String, FeatureVector> newest = new LinkedHashMap<>();

  @ParameterizedTest
  @CsvSource({"1,wall", "2,wall", "3,wall", "4,stream", "5,stream"})
  void readingsAreTheVectorsOfTheTopology(long number, String clock) throws Exception {
    agree(SEED + number, Samples.DEFINITIONS, clock, Map.of("user_events", "user-events"));
  }

  @ParameterizedTest
  @CsvSource({"11,wall", "12,wall", "13,stream", "14,stream"})
  void readingsOfEveryOperationAreTheVectorsOfTheTopology(long number, String clock)
      throws Exception {
    Map<String, String> topics = Map.of("visits", "visits", "orders", "orders");
    agree(SEED + number, Files.readString(EVERY_OPERATION), clock, topics);
    assertThat(newest.keySet()).anyMatch(key -> key.startsWith("user_device"));
  }

  private void agree(long seed, String definitions, String clock, Map<String, String> topics)
      throws Exception {
    String text = definitions.replace("namespace: shop", "namespace: shop\nclock: " + clock);
    Random random = new Random(seed);
    Map<String, Schema> schemas = new HashMap<>();
    topics.values().forEach(topic -> schemas.put(topic, UserEvent.getClassSchema()));
    FeatureScenario kit =
        FeatureScenario.of(DefinitionsReader.readText("test.yaml", text, Path.of("")), schemas)
            .at(DrivenTopology.START);
    List<String> sources = topics.keySet().stream().sorted().toList();
    try (DrivenTopology topology = new DrivenTopology(text, state)) {
      for (String source : sources) {
        // a group begins to warm up with the first event of any key, which no vector foretells
        UserEvent first = Samples.event("first", "first", 1.0, kit.now());
        first.setDevice("tv");
        send(source, topics.get(source), first, topology, kit);
      }
      for (int step = 0; step < STEPS; step++) {
        String at = "seed " + seed + ", step " + step + ", " + kit.now();
        if (random.nextInt(10) < 7) {
          String source = sources.get(random.nextInt(sources.size()));
          send(source, topics.get(source), event(random, kit.now(), step), topology, kit);
        } else {
          advance(Duration.ofSeconds(random.nextInt(1_200)), topology, kit);
        }
        advance(FLUSH, topology, kit);
        compare(topology, kit, at);
      }
      sources.forEach(source -> compareVerdicts(topology, source, "seed " + seed));
      assertThat(verdicts.keySet())
          .extracting(key -> key.substring(key.indexOf(' ') + 1))
          .contains("valid", "flagged", "duplicate", "late", "quarantined");
    }
  }

  private void compareVerdicts(DrivenTopology topology, String source, String seed) {
    topology
        .counts(source)
        .forEach(
            (outcome, count) ->
                assertThat(verdicts.getOrDefault(source + " " + outcome, 0L))
                    .as("%s: %s of %s", seed, outcome, source)
                    .isEqualTo(count));
  }

  private void send(
      String source, String topic, UserEvent event, DrivenTopology topology, FeatureScenario kit) {
    Map<String, Object> fields = new HashMap<>();
    for (Schema.Field field : event.getSchema().getFields()) {
      fields.put(field.name(), event.get(field.pos()));
    }
    topology.event(topic, event);
    Outcome outcome = kit.event(source, fields).outcome();
    verdicts.merge(source + " " + outcome.name().toLowerCase(Locale.ROOT), 1L, Long::sum);
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
    event.setCategory(random.nextInt(8) == 0 ? null : "category-" + random.nextInt(4));
    event.setDevice(random.nextInt(4) == 0 ? null : "tv|" + random.nextInt(2));
    return event;
  }

  private static Duration offset(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> Duration.ofSeconds(random.nextInt(420));
      case 1, 2 -> Duration.ofSeconds(-random.nextInt(3_600));
      case 3 -> Duration.ofSeconds(-random.nextInt(150_000));
      default -> Duration.ofMillis(-random.nextInt(10_000));
    };
  }

  private void compare(DrivenTopology topology, FeatureScenario kit, String at) {
    topology.vectors().forEach(vector -> newest.put(vector.getEntity() + vector.getKey(), vector));
    for (FeatureVector vector : newest.values()) {
      if (isBeingRewritten(vector, kit.now())) {
        continue;
      }
      String where = at + ", " + vector.getEntity() + " " + vector.getKey();
      kit.features(vector.getEntity(), vector.getKeyParts())
          .values()
          .forEach(reading -> compare(reading, vector, where));
    }
  }

  /** Timers of one instant are spread. */
  private static boolean isBeingRewritten(FeatureVector vector, Instant now) {
    Instant until = vector.getValidUntil();
    return until != null && !until.isAfter(now) && until.plus(SPREAD).isAfter(now);
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
