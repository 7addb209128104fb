package io.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Maturity;
import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.Quarantined;
import io.tidemark.avro.Resolution;
import io.tidemark.avro.UserEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checks accept what a right service puts out for generated traffic, and name each mistake. */
class ChecksTest {

  private static final long START_MS = 1_800_000_000_000L;
  private static final TrafficPlan PLAN =
      new TrafficPlan(11, START_MS, Duration.ofSeconds(60), 100, 50, 100);

  private final Ledger ledger = new Ledger();

  @BeforeEach
  void publish() {
    long offset = 0;
    TrafficGenerator generator = new TrafficGenerator(PLAN);
    while (generator.hasNext()) {
      Message message = generator.next();
      ledger.published(message, new Place(message.channel().topic(), 0, offset++));
    }
  }

  @Test
  void rightLabelsAreAccepted() {
    LabelCheck check = labels(example -> true);
    assertThat(check.complete(ledger)).isTrue();
    assertThat(check.contradictions(ledger)).isEmpty();
    LabelCheck.Count clicks = check.counts().get("click");
    assertThat(clicks.positive()).isGreaterThan(100);
    assertThat(clicks.positive() + clicks.negative()).isEqualTo(ledger.predictions().size());
  }

  @Test
  void missingLabelIsNamed() {
    String victim = ledger.predictions().keySet().iterator().next();
    LabelCheck check =
        labels(e -> !(e.getRequestId().equals(victim) && e.getLabel().equals("click")));
    assertThat(check.complete(ledger)).isFalse();
    assertThat(check.contradictions(ledger))
        .singleElement()
        .asString()
        .startsWith("1 predictions have no final click label")
        .contains(victim);
  }

  @Test
  void wrongLabelIsNamedAndTheLastRevisionCounts() {
    LabelCheck check = labels(example -> true);
    PredictionLog prediction = ledger.predictions().values().iterator().next();
    boolean right = clicked(prediction);
    check.add(example(prediction, "click", !right));
    assertThat(check.contradictions(ledger))
        .singleElement()
        .asString()
        .contains("click labels should be " + (right ? "positive" : "negative"));
    check.add(example(prediction, "click", right));
    assertThat(check.contradictions(ledger)).isEmpty();
  }

  @Test
  void rightQuarantineIsAccepted() {
    QuarantineCheck check = new QuarantineCheck();
    ledger.spoiled().forEach((place, fault) -> check.add(record(place, fault.reason().get())));
    assertThat(check.complete(ledger)).isTrue();
    assertThat(check.contradictions(ledger)).isEmpty();
    assertThat(check.byReason()).isEqualTo(QuarantineCheck.injected(ledger));
    assertThat(check.byReason()).containsKeys("UNDECODABLE", "BAD_MAGIC", "RULE_FAILED");
  }

  @Test
  void goodMissingAndMisnamedQuarantineAreNamed() {
    QuarantineCheck check = new QuarantineCheck();
    List<Place> places = List.copyOf(ledger.spoiled().keySet());
    places
        .subList(2, places.size())
        .forEach(p -> check.add(record(p, ledger.spoiled().get(p).reason().get())));
    assertThat(check.complete(ledger)).isFalse();
    check.add(record(new Place("user-events", 3, 5), "BAD_MAGIC"));
    check.add(record(places.get(1), "NO_SUCH_REASON"));
    assertThat(check.contradictions(ledger))
        .hasSize(3)
        .anyMatch(s -> s.contains("1 good records are in quarantine with BAD_MAGIC"))
        .anyMatch(s -> s.contains("are not in quarantine, such as " + places.get(0)))
        .anyMatch(s -> s.contains("have reason NO_SUCH_REASON"));
  }

  @Test
  void repeatedQuarantineIsNamed() {
    QuarantineCheck check = new QuarantineCheck();
    ledger.spoiled().forEach((place, fault) -> check.add(record(place, fault.reason().get())));
    ledger.spoiled().entrySet().stream()
        .limit(1)
        .forEach(again -> check.add(record(again.getKey(), again.getValue().reason().get())));
    assertThat(check.contradictions(ledger))
        .singleElement()
        .asString()
        .startsWith("1 records came to quarantine twice");
  }

  @Test
  void totalsAreOfAllEventsHoweverOldTheRowSaysItIs() {
    String user = ledger.busiestUsers(1).get(0);
    Map<String, String> stored = new HashMap<>();
    stored(user, PLAN.endMs())
        .forEach((name, value) -> stored.put(name.replace("_5m", "_1h"), value));
    assertThat(FeatureCheck.readTotals(ledger, user, stored))
        .allSatisfy(reading -> assertThat(reading.low()).isEqualTo(reading.high()));
    assertThat(FeatureCheck.contradictions(FeatureCheck.readTotals(ledger, user, stored)))
        .isEmpty();

    long events = Long.parseLong(stored.get("activity.events_1h"));
    stored.put("activity.events_1h", String.valueOf(events - 1));
    stored.put("_as_of", String.valueOf(START_MS));
    assertThat(FeatureCheck.contradictions(FeatureCheck.readTotals(ledger, user, stored)))
        .singleElement()
        .asString()
        .contains("events_1h of " + user + " is " + (events - 1));
  }

  @Test
  void rightFeaturesAreAcceptedAndWrongOnesNamed() {
    String user = ledger.busiestUsers(1).get(0);
    Map<String, String> stored = stored(user, PLAN.endMs());
    assertThat(FeatureCheck.contradictions(FeatureCheck.read(ledger, user, stored))).isEmpty();

    int doubled = 2 * Integer.parseInt(stored.get("activity.events_5m"));
    stored.put("activity.events_5m", String.valueOf(doubled));
    stored.remove("activity.seen_value_5m");
    assertThat(FeatureCheck.contradictions(FeatureCheck.read(ledger, user, stored)))
        .hasSize(2)
        .anyMatch(s -> s.contains("events_5m of " + user + " is " + doubled))
        .anyMatch(s -> s.contains("seen_value_5m") && s.contains("absent"));
  }

  @Test
  void absentHashIsContradiction() {
    String user = ledger.busiestUsers(1).get(0);
    assertThat(FeatureCheck.contradictions(FeatureCheck.read(ledger, user, Map.of())))
        .hasSize(3)
        .allMatch(s -> s.contains("is absent in the store"))
        .noneMatch(s -> s.contains("give 0.0 to 0.0"));
  }

  private Map<String, String> stored(String user, long asOfMs) {
    List<UserEvent> events = ledger.events(user);
    List<UserEvent> lastMinute =
        events.stream().filter(e -> e.getOccurredAt().toEpochMilli() >= asOfMs - 60_000).toList();
    double seen = events.stream().mapToDouble(e -> e.getPrice() == null ? 0 : e.getPrice()).sum();
    Map<String, String> stored = new HashMap<>();
    stored.put("_as_of", String.valueOf(asOfMs));
    stored.put("activity.events_1m", String.valueOf(lastMinute.size()));
    stored.put("activity.events_5m", String.valueOf(events.size()));
    stored.put("activity.seen_value_5m", String.valueOf(seen));
    return stored;
  }

  private LabelCheck labels(Predicate<LabelledExample> which) {
    LabelCheck check = new LabelCheck();
    for (PredictionLog prediction : ledger.predictions().values()) {
      boolean bought = outcome(prediction, "purchase", 15_000, 0);
      List.of(
              example(prediction, "click", clicked(prediction)),
              example(prediction, "purchase", bought))
          .stream()
          .filter(which)
          .forEach(check::add);
    }
    return check;
  }

  private boolean clicked(PredictionLog prediction) {
    return outcome(prediction, "click", 10_000, 3);
  }

  private boolean outcome(PredictionLog prediction, String kind, long windowMs, double dwell) {
    Instant end = prediction.getTimestamp().plusMillis(windowMs);
    for (OutcomeLog outcome : ledger.outcomes(prediction.getRequestId())) {
      if (outcome.getOutcome().equals(kind)
          && (dwell == 0 || outcome.getDwellSeconds() >= dwell)
          && !outcome.getOutcomeTimestamp().isAfter(end)) {
        return true;
      }
    }
    return false;
  }

  private static LabelledExample example(PredictionLog prediction, String label, boolean positive) {
    return LabelledExample.newBuilder()
        .setRequestId(prediction.getRequestId())
        .setModel(prediction.getModel())
        .setModelVersion(prediction.getModelVersion())
        .setLabel(label)
        .setLabelValue(positive ? 1.0 : 0.0)
        .setPredictionTime(prediction.getTimestamp())
        .setMaturity(Maturity.FINAL)
        .setResolution(positive ? Resolution.OUTCOME : Resolution.TIMEOUT)
        .build();
  }

  private static Quarantined record(Place place, String reason) {
    return Quarantined.newBuilder()
        .setHeaders(List.of())
        .setReason(reason)
        .setDetail("made for the test")
        .setValue(ByteBuffer.wrap("x".getBytes(StandardCharsets.UTF_8)))
        .setSourceTopic(place.topic())
        .setSourcePartition(place.partition())
        .setSourceOffset(place.offset())
        .setFirstSeen(Instant.ofEpochMilli(START_MS))
        .build();
  }
}
