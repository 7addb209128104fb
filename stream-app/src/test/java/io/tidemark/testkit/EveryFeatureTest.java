package io.tidemark.testkit;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.avro.UserEvent;
import io.tidemark.definition.DefinitionException;
import io.tidemark.testkit.EventVerdict.Outcome;
import io.tidemark.testkit.FeatureReading.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every operation and every form of window through the kit, over the example that has them all. */
class EveryFeatureTest {
  private static final Path VISITS = Path.of("../load-tests/examples/visits.yaml");
  private static final Instant NOW = Instant.parse("2026-03-04T14:00:00Z");

  private FeatureScenario scenario;

  @BeforeEach
  void open() throws DefinitionException {
    scenario =
        FeatureScenario.of(
                VISITS,
                Map.of("visits", UserEvent.getClassSchema(), "orders", UserEvent.getClassSchema()))
            .at(NOW);
  }

  private EventVerdict view(Duration after, String item, Double price) {
    return event("visits", after, Map.of("item_id", item, "price", price));
  }

  private EventVerdict event(String source, Duration after, Map<String, ?> fields) {
    Map<String, Object> all = new HashMap<>(Map.of("user_id", "u", "event_type", "view"));
    all.putAll(fields);
    return scenario.event(source, NOW.plus(after), all);
  }

  private Object value(String feature) {
    return scenario.feature("user", "u", feature).value();
  }

  private double number(String feature) {
    return ((Number) value(feature)).doubleValue();
  }

  private void viewsOfThreeItems() {
    scenario.at(NOW.plus(ofMinutes(10)));
    view(ofMinutes(4), "vase", 7.0);
    view(ofMinutes(0), "lamp", 20.0);
    view(ofMinutes(2), "candle", 3.0);
    view(ofMinutes(8), "lamp", 10.0);
  }

  @Test
  void everyAggregationReadsWhatTheEventsSayWhateverTheirOrder() {
    viewsOfThreeItems();

    assertThat(value("visit.events_1h")).isEqualTo(4L);
    assertThat(value("visit.spend_1h")).isEqualTo(40.0);
    assertThat(value("visit.price_1h")).isEqualTo(10.0);
    assertThat(value("visit.cheapest_1h")).isEqualTo(3.0);
    assertThat(value("visit.dearest_6h")).isEqualTo(20.0);
    assertThat(value("visit.seen")).isEqualTo(NOW.plus(ofMinutes(8)).toEpochMilli());
    assertThat(value("visit.spread_1h")).isEqualTo((100.0 + 49 + 9 + 0) / 4);
    assertThat(value("visit.deviation_session_30m")).isEqualTo(Math.sqrt(39.5));
    assertThat(value("visit.last_item")).isEqualTo("lamp");
    assertThat(value("visit.items_1h")).isEqualTo(3L);
    assertThat(value("visit.reach_6h")).isEqualTo(3L);
    assertThat(number("visit.median_6h")).isCloseTo(7.0, within(0.07));
    assertThat(number("visit.pace_1h")).isCloseTo(4 / 60.0, within(1e-12));
    assertThat(number("visit.turnover_1h")).isCloseTo(40.0, within(1e-9));
    assertThat(value("visit.idle")).isEqualTo(120L);
  }

  @Test
  void listsReadLatestOrMostFrequentFirst() {
    viewsOfThreeItems();
    event("visits", ofMinutes(9), Map.of("category", "decor"));
    event("visits", ofMinutes(9), Map.of("category", "light"));
    event("visits", ofMinutes(9), Map.of("category", "light"));
    event("visits", ofMinutes(9), Map.of("category", "garden"));

    assertThat(value("visit.recent_1h")).isEqualTo(List.of("lamp", "vase", "candle"));
    assertThat(value("visit.prices")).isEqualTo(List.of(10.0, 7.0, 3.0));
    assertThat(value("visit.favourites_6h")).isEqualTo(List.of("light", "decor"));
  }

  @Test
  void eventBetweenTwoSessionsMakesThemOne() {
    view(Duration.ZERO, "lamp", 20.0);
    scenario.advance(ofMinutes(50));
    view(ofMinutes(50), "vase", 7.0);
    assertThat(value("visit.events_session_30m")).isEqualTo(1L);
    assertThat(value("visit.bounced")).isEqualTo(true);

    view(ofMinutes(25), "candle", 3.0);

    assertThat(value("visit.events_session_30m")).isEqualTo(3L);
    assertThat(value("visit.entry_session_30m")).isEqualTo("lamp");
    assertThat(value("visit.price_session_30m")).isEqualTo(10.0);
    assertThat(value("visit.bounced")).isEqualTo(false);
  }

  @Test
  void sessionHoldsUntilItsGapHasPassedAndSaysSo() {
    view(Duration.ZERO, "lamp", 20.0);
    scenario.advance(ofMinutes(30).minusMillis(1));
    assertThat(value("visit.events_session_30m")).isEqualTo(1L);
    assertThat(scenario.feature("user", "u", "visit.entry_session_30m").validUntil())
        .contains(NOW.plus(ofMinutes(30)));

    scenario.advance(Duration.ofMillis(1));

    assertThat(value("visit.events_session_30m")).isEqualTo(0L);
    assertThat(value("visit.entry_session_30m")).isNull();
    assertThat(value("visit.returned")).isEqualTo(false);
  }

  @Test
  void derivedValueGoesWhereWhatItNeedsIsAbsent() {
    event("orders", Duration.ZERO, Map.of("price", 30.0));
    event("orders", Duration.ZERO, Map.of("price", 12.0));
    assertThat(value("order.order_value")).isEqualTo(21.0);
    assertThat(value("visit.bounced")).isEqualTo(false);

    scenario.advance(ofHours(7));

    assertThat(value("order.total")).isEqualTo(42.0);
    assertThat(value("order.orders_6h")).isEqualTo(0L);
    assertThat(scenario.feature("user", "u", "order.order_value").isAbsent()).isTrue();
  }

  @Test
  void exactWindowLosesAnEventAtItsInstantAndAHopLater() {
    view(ofSeconds(1), "lamp", 20.0);
    scenario.at(NOW.plus(ofMinutes(5)).plusMillis(1_000));
    assertThat(value("visit.burst_5m")).isEqualTo(1L);
    scenario.advance(Duration.ofMillis(1));
    assertThat(value("visit.burst_5m")).isEqualTo(0L);
    assertThat(value("visit.events_5m")).isEqualTo(1L);

    scenario.at(NOW.plus(ofMinutes(5)).plusSeconds(15));
    assertThat(value("visit.events_5m")).isEqualTo(0L);
    scenario.at(NOW.plus(ofHours(6)).plus(ofMinutes(15)).minusMillis(1));
    assertThat(value("visit.dearest_6h")).isEqualTo(20.0);
    scenario.advance(Duration.ofMillis(1));
    assertThat(value("visit.dearest_6h")).isNull();
  }

  @Test
  void decayHalvesInAHalfLifeToAStep() {
    view(Duration.ZERO, "lamp", 20.0);
    for (int hours = 0; hours < 4; hours++) {
      double exact = Math.pow(2, -hours);
      assertThat(number("visit.interest")).isBetween(exact * Math.pow(2, -1 / 12.0), exact);
      assertThat(number("visit.value")).isCloseTo(20 * number("visit.interest"), within(1e-12));
      scenario.advance(ofHours(1));
    }
  }

  @Test
  void oneSourceFeedsEveryEntityWhoseKeyAnEventHas() {
    event("visits", Duration.ZERO, Map.of("item_id", "lamp", "device", "tv|4k"));
    event("visits", Duration.ZERO, Map.of("item_id", "lamp", "event_type", "search"));

    assertThat(value("visit.events_1h")).isEqualTo(2L);
    assertThat(scenario.feature("user_device", List.of("u", "tv|4k"), "device.events_1h").value())
        .isEqualTo(1L);
    assertThat(scenario.features("user_device", List.of("u", "")).values())
        .allMatch(reading -> reading.status() == Status.ABSENT);
    assertThat(scenario.feature("item", "lamp", "demand.views_6h").value()).isEqualTo(1L);
    assertThat(scenario.feature("item", "lamp", "demand.users_6h").value()).isEqualTo(1L);
  }

  @Test
  void idsOfTwoSourcesAreApart() {
    assertThat(event("visits", Duration.ZERO, Map.of("event_id", "e")).outcome())
        .isEqualTo(Outcome.VALID);
    assertThat(event("orders", Duration.ZERO, Map.of("event_id", "e")).outcome())
        .isEqualTo(Outcome.VALID);
    assertThat(event("visits", Duration.ZERO, Map.of("event_id", "e")).outcome())
        .isEqualTo(Outcome.DUPLICATE);

    assertThat(value("visit.events_1h")).isEqualTo(1L);
    assertThat(value("order.orders_6h")).isEqualTo(1L);
  }

  @Test
  void lateEventIsInLifetimeFeaturesAlone() {
    view(Duration.ZERO, "lamp", 20.0);

    assertThat(view(ofHours(-33), "vase", 7.0).outcome()).isEqualTo(Outcome.LATE);

    assertThat(value("visit.events_session_30m")).isEqualTo(1L);
    assertThat(value("visit.reach_6h")).isEqualTo(1L);
    assertThat(value("visit.prices")).isEqualTo(List.of(20.0, 7.0));
    assertThat(value("visit.last_item")).isEqualTo("lamp");
    assertThat(value("visit.idle")).isEqualTo(0L);
  }

  @Test
  void futureDatedEventChangesNothingAndAFlaggedOneCounts() {
    view(Duration.ZERO, "lamp", 20.0);
    Map<String, FeatureReading> before = scenario.features("user", "u");

    assertThat(view(ofMinutes(6), "vase", 7.0).outcome()).isEqualTo(Outcome.QUARANTINED);
    assertThat(scenario.features("user", "u")).isEqualTo(before);

    assertThat(view(Duration.ZERO, "vase", 5_000.0).outcome()).isEqualTo(Outcome.FLAGGED);
    assertThat(value("visit.dearest_6h")).isEqualTo(5_000.0);
  }
}
