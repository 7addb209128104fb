package io.tidemark.testkit;

import static io.tidemark.testkit.Shop.NOW;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.EventVerdict.Outcome;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Mistakes that engines of this kind are known to have made. */
class KnownMistakesTest {
  private final Shop shop = Shop.established();

  @Test
  void eventAfterALateTimerIsNotAddedToAnOutdatedBase() {
    shop.view(NOW, 1);
    assertThat(shop.value("activity.spend_5m")).isEqualTo(1.0);
    shop.scenario().advance(ofMinutes(7));

    shop.view(shop.scenario().now(), 2);

    assertThat(shop.value("activity.spend_5m")).isEqualTo(2.0);
    assertThat(shop.value("activity.spend_1h")).isEqualTo(3.0);
  }

  @Test
  void secondEvictionAtTheSameHopTakesNothingMore() {
    shop.view(NOW.minus(ofSeconds(5)), 1);
    shop.view(NOW, 2);
    shop.scenario().advance(ofMinutes(5));
    for (int i = 0; i < 3; i++) {
      assertThat(shop.value("activity.count_5m")).isEqualTo(1L + i);
      shop.view(shop.scenario().now(), 4);
    }
    assertThat(shop.value("activity.count_5m")).isEqualTo(4L);
  }

  @Test
  void retainedLateEventDoesNotReinflateTheShorterWindow() {
    shop.view(NOW, 1);
    shop.scenario().advance(ofHours(2));
    assertThat(shop.value("activity.count_1h")).isEqualTo(0L);

    shop.view(NOW.plus(ofMinutes(10)), 2);

    assertThat(shop.value("activity.count_1h")).isEqualTo(0L);
    assertThat(shop.value("activity.count_24h")).isEqualTo(2L);
  }

  @Test
  void futureDatedEventDoesNotDragTheRollover() {
    shop.view(NOW, 1);

    assertThat(shop.view(NOW.plus(ofDays(1)), 2).outcome()).isEqualTo(Outcome.QUARANTINED);

    assertThat(shop.read("activity.count_24h").asOf()).contains(NOW);
    assertThat(shop.value("activity.count_24h")).isEqualTo(1L);
    assertThat(shop.view(NOW.minus(ofHours(20)), 4).outcome()).isEqualTo(Outcome.VALID);
    assertThat(shop.value("activity.count_24h")).isEqualTo(2L);
  }

  @Test
  void absenceOfADayClearsAndKeepsNothing() {
    shop.view(NOW, 1);
    shop.scenario().advance(ofDays(3));
    assertThat(shop.value("activity.count_24h")).isEqualTo(0L);
    assertThat(shop.value("activity.spend_24h")).isEqualTo(0.0);
    assertThat(shop.read("activity.price_24h").isAbsent()).isTrue();

    shop.view(shop.scenario().now(), 2);

    assertThat(shop.value("activity.spend_24h")).isEqualTo(2.0);
    assertThat(shop.value("activity.spend_7d")).isEqualTo(3.0);
  }

  @Test
  void catchingUpIsToldFromLiveByTheDeclaredClock() {
    FeatureScenario history =
        Shop.scenario(Shop.DEFINITIONS.replace("namespace: shop", "namespace: shop\nclock: stream"))
            .at(NOW);
    Instant then = NOW.minus(ofDays(300));
    Map<String, String> view = Map.of("user_id", "u", "event_type", "view");

    assertThat(history.event("events", then, view).outcome()).isEqualTo(Outcome.VALID);
    assertThat(history.feature("user", "u", "activity.count_5m").value()).isEqualTo(1L);
    assertThat(history.feature("user", "u", "activity.count_5m").asOf()).contains(then);

    history.advance(ofDays(1));
    assertThat(history.feature("user", "u", "activity.count_5m").value()).isEqualTo(1L);
    history.event("events", then.plus(ofMinutes(6)), Map.of("user_id", "v", "event_type", "view"));
    assertThat(history.feature("user", "u", "activity.count_5m").value()).isEqualTo(0L);

    assertThat(shop.event(then, Map.of()).outcome()).isEqualTo(Outcome.LATE);
  }

  @Test
  void endOfAWindowIsAChangeOfItsOwn() {
    shop.view(NOW, 1);
    Instant leaves = NOW.plus(ofMinutes(5)).plusSeconds(15);
    assertThat(shop.read("activity.count_5m").validUntil()).contains(leaves);

    shop.scenario().at(leaves.minusMillis(1));
    assertThat(shop.value("activity.count_5m")).isEqualTo(1L);
    shop.scenario().at(leaves);
    assertThat(shop.value("activity.count_5m")).isEqualTo(0L);
    assertThat(shop.read("activity.count_5m").validUntil()).contains(NOW.plus(ofMinutes(63)));
  }

  @Test
  void lastWindowEndsAndThenNothingEverChanges() {
    shop.view(NOW, 1);
    shop.scenario().advance(ofDays(30));

    assertThat(shop.read("activity.count_7d").validUntil()).isEmpty();
    assertThat(shop.value("activity.count_7d")).isEqualTo(0L);
    assertThat(shop.value("activity.item")).isEqualTo("item-1.0");
  }
}
