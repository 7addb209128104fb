package io.tidemark.testkit;

import static io.tidemark.testkit.Shop.NOW;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.EventVerdict.Outcome;
import io.tidemark.testkit.FeatureReading.Status;
import io.tidemark.validation.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What windowed features mean, rule by rule, through the kit that users have. */
class RulesOfMeaningTest {
  private final Shop shop = Shop.established();

  @Test
  void eventTimeDecidesWhichWindowAnEventIsIn() {
    shop.view(NOW, 1);
    shop.view(NOW.minus(ofMinutes(30)), 2);
    shop.view(NOW.minus(ofHours(3)), 4);

    assertThat(shop.value("activity.spend_5m")).isEqualTo(1.0);
    assertThat(shop.value("activity.spend_1h")).isEqualTo(3.0);
    assertThat(shop.value("activity.spend_24h")).isEqualTo(7.0);
    assertThat(shop.value("activity.item")).isEqualTo("item-1.0");
  }

  @Test
  void anyOrderOfArrivalGivesTheSameBits() {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      order.add(i);
    }
    Map<String, FeatureReading> sorted = readAfter(order);
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(order, new Random(seed));
      assertThat(readAfter(order)).as("seed %d", seed).isEqualTo(sorted);
    }
  }

  private static Map<String, FeatureReading> readAfter(List<Integer> order) {
    Shop one = Shop.established();
    order.forEach(i -> one.view(NOW.minus(ofMinutes(i * 7L)), 0.1 * i));
    return one.scenario().features("user", "u");
  }

  @Test
  void windowsSlideWithoutEvents() {
    shop.view(NOW, 12.5);
    shop.scenario().advance(ofMinutes(5).plusSeconds(15));

    assertThat(shop.value("activity.count_5m")).isEqualTo(0L);
    assertThat(shop.value("activity.spend_5m")).isEqualTo(0.0);
    assertThat(shop.read("activity.price_5m").isAbsent()).isTrue();
    assertThat(shop.value("activity.count_1h")).isEqualTo(1L);
  }

  @ParameterizedTest
  @CsvSource({"5m,PT5M", "1h,PT1H", "24h,PT24H", "7d,P7D"})
  void errorOfTheTailIsAtMostOneHopAndTheHopAtMostTwelfth(String label, Duration window) {
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      Shop one = Shop.established();
      Instant at = NOW.plusMillis(random.nextInt(7_200_000));
      one.scenario().at(at);
      one.view(at, 1);

      one.scenario().at(at.plus(window).minusMillis(1));
      assertThat(one.value("activity.count_" + label)).as("seed 7, event %s", at).isEqualTo(1L);
      one.scenario().at(at.plus(window).plus(window.dividedBy(12)));
      assertThat(one.value("activity.count_" + label)).as("seed 7, event %s", at).isEqualTo(0L);
    }
  }

  @Test
  void absentIsAbsentAndOnlySumAndCountOfNothingAreZero() {
    shop.event(NOW, Map.of());

    assertThat(shop.value("activity.count_1h")).isEqualTo(1L);
    assertThat(shop.value("activity.spend_1h")).isEqualTo(0.0);
    assertThat(shop.read("activity.price_1h").status()).isEqualTo(Status.ABSENT);
    assertThat(shop.value("activity.dearest_1h")).isNull();
    assertThat(shop.value("activity.item")).isNull();
    assertThat(shop.value("searches.count_5m")).isEqualTo(0L);
  }

  @Test
  void keyWithoutEventsHasNoValuesAtAll() {
    assertThat(shop.scenario().features("user", "nobody").values())
        .hasSize(16)
        .allMatch(reading -> reading.status() == Status.ABSENT && reading.validUntil().isEmpty());
  }

  @Test
  void valueIsWarmingUntilItsWindowIsCovered() {
    Shop fresh = Shop.fresh();
    fresh.view(NOW, 1);
    assertThat(fresh.read("activity.count_5m").status()).isEqualTo(Status.WARMING);
    assertThat(fresh.value("activity.count_5m")).isEqualTo(1L);
    assertThat(fresh.read("activity.item").status()).isEqualTo(Status.PRESENT);

    fresh.scenario().advance(ofMinutes(5).minusMillis(1));
    assertThat(fresh.read("activity.count_5m").status()).isEqualTo(Status.WARMING);
    fresh.scenario().advance(ofMillis(1));
    assertThat(fresh.read("activity.count_5m").status()).isEqualTo(Status.PRESENT);
    assertThat(fresh.read("activity.count_1h").status()).isEqualTo(Status.WARMING);
  }

  @Test
  void otherKeysOfTheGroupCoverTheWindowToo() {
    shop.view(NOW, 1);

    assertThat(shop.read("activity.count_7d").status()).isEqualTo(Status.PRESENT);
  }

  @Test
  void duplicateChangesNothing() {
    shop.event(NOW, Map.of("event_id", "e", "price", 2.0));
    Map<String, FeatureReading> before = shop.scenario().features("user", "u");

    EventVerdict verdict = shop.event(NOW, Map.of("event_id", "e", "price", 9.0));

    assertThat(verdict.outcome()).isEqualTo(Outcome.DUPLICATE);
    assertThat(shop.scenario().features("user", "u")).isEqualTo(before);
  }

  @Test
  void sameIdBeyondTheWindowOfDeduplicationIsAnotherEvent() {
    shop.event(NOW, Map.of("event_id", "e"));
    shop.scenario().advance(ofHours(1).plusMillis(1));

    EventVerdict verdict = shop.event(shop.scenario().now(), Map.of("event_id", "e"));

    assertThat(verdict.outcome()).isEqualTo(Outcome.VALID);
    assertThat(shop.value("activity.count_24h")).isEqualTo(2L);
  }

  @Test
  void futureDatedEventIsQuarantinedAndMovesNoTime() {
    shop.view(NOW, 1);
    Map<String, FeatureReading> before = shop.scenario().features("user", "u");

    EventVerdict verdict = shop.view(NOW.plus(ofMinutes(5)).plusMillis(1), 2);

    assertThat(verdict.outcome()).isEqualTo(Outcome.QUARANTINED);
    assertThat(verdict.reason()).contains(Reason.FUTURE_EVENT);
    assertThat(verdict.detail()).contains("ahead of the clock");
    assertThat(shop.scenario().features("user", "u")).isEqualTo(before);
  }

  @Test
  void eventWithinTheAllowedSkewCountsFromItsTimeOn() {
    assertThat(shop.view(NOW.plus(ofMinutes(5)), 2).outcome()).isEqualTo(Outcome.VALID);
    assertThat(shop.value("activity.count_5m")).isEqualTo(0L);
    assertThat(shop.read("activity.item").isAbsent()).isTrue();
    assertThat(shop.read("activity.count_5m").asOf()).contains(NOW);

    shop.scenario().advance(ofMinutes(5));
    assertThat(shop.value("activity.count_5m")).isEqualTo(1L);
    assertThat(shop.value("activity.item")).isEqualTo("item-2.0");
  }

  @Test
  void lateBeyondTheLongestWindowIsToldAndLifetimeTakesIt() {
    EventVerdict verdict = shop.view(NOW.minus(Duration.ofDays(7)).minusMillis(1), 3);

    assertThat(verdict.outcome()).isEqualTo(Outcome.LATE);
    assertThat(shop.value("activity.item")).isEqualTo("item-3.0");
    assertThat(shop.value("activity.count_5m")).isEqualTo(0L);
  }

  @Test
  void oldEventNeverReinflatesWindowThatHasMovedPastIt() {
    shop.view(NOW, 1);
    shop.scenario().advance(ofMinutes(5).plusSeconds(15));
    assertThat(shop.value("activity.count_5m")).isEqualTo(0L);

    shop.view(NOW.plusSeconds(14), 2);

    assertThat(shop.value("activity.count_5m")).isEqualTo(0L);
    assertThat(shop.value("activity.count_1h")).isEqualTo(2L);
  }

  @Test
  void nothingChangesBeforeValidUntilAndSomethingChangesThen() {
    Shop fresh = Shop.fresh();
    for (int i = 0; i < 40; i++) {
      fresh.view(NOW.minusSeconds(i * 97L), i % 7);
    }
    FeatureReading last = fresh.read("activity.count_5m");
    int changes = 0;
    while (last.validUntil().isPresent()) {
      Map<String, FeatureReading> before = fresh.scenario().features("user", "u");
      fresh.scenario().at(last.validUntil().get().minusMillis(1));
      assertThat(said(fresh)).as("until %s", fresh.scenario().now()).isEqualTo(said(before));
      fresh.scenario().advance(ofMillis(1));
      assertThat(said(fresh)).as("at %s", fresh.scenario().now()).isNotEqualTo(said(before));
      last = fresh.read("activity.count_5m");
      changes++;
    }
    assertThat(changes).isGreaterThan(20);
    assertThat(fresh.value("activity.count_7d")).isEqualTo(0L);
  }

  private static List<String> said(Shop shop) {
    return said(shop.scenario().features("user", "u"));
  }

  private static List<String> said(Map<String, FeatureReading> readings) {
    return readings.values().stream().map(r -> r.name() + r.value() + r.status()).toList();
  }

  @Test
  void flaggedEventCountsAndNamesItsRules() {
    EventVerdict verdict = shop.view(NOW, 5_000);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FLAGGED);
    assertThat(verdict.rules()).containsExactly("price_usual");
    assertThat(shop.value("activity.count_5m")).isEqualTo(1L);
  }

  @Test
  void groupsConditionSelectsItsEvents() {
    shop.event(NOW, Map.of("event_type", "search"));
    shop.event(NOW.minus(ofSeconds(1)), Map.of("event_type", "view"));

    assertThat(shop.value("searches.count_5m")).isEqualTo(1L);
    assertThat(shop.value("activity.count_5m")).isEqualTo(2L);
  }
}
