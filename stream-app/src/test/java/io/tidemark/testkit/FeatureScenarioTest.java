package io.tidemark.testkit;

import static io.tidemark.testkit.Shop.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.definition.ClockMode;
import io.tidemark.definition.DefinitionException;
import io.tidemark.task.TaskClock;
import io.tidemark.validation.Reason;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureScenarioTest {
  private static final Path RETAIL = Path.of("../load-tests/examples/retail.yaml");
  private final Shop shop = Shop.fresh();
  private final FeatureScenario scenario = shop.scenario();

  @Test
  void everyFieldThatDoesNotFitIsNamedWithItsRule() {
    Map<String, Object> fields = new HashMap<>();
    fields.put("user_id", 7);
    fields.put("pric", 1.5);
    fields.put("price", "1.5");
    fields.put("occurred_at", "yesterday");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scenario.event("events", fields))
        .withMessageContaining("UserEvent of source events")
        .withMessageContaining("Field 'pric' is unknown (did you mean 'price'?)")
        .withMessageContaining("Field 'user_id' is 7: must be text")
        .withMessageContaining("Field 'price' is '1.5': must be a number")
        .withMessageContaining("Field 'occurred_at' is 'yesterday': must be an instant")
        .withMessageContaining("Field 'event_type' is missing");
  }

  @Test
  void unknownNamesAreRefusedWithTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scenario.event("event", Map.of()))
        .withMessage("Unknown source 'event': must be one of [events]; did you mean 'events'?");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scenario.feature("shop", "u", "activity.count_5m"))
        .withMessageContaining("must be one of [user, user_device]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scenario.feature("user", "u", "activity.count_6m"))
        .withMessageContaining("activity.count_6m")
        .withMessageContaining("activity.count_5m");
  }

  @Test
  void compositeKeyIsGivenByItsParts() {
    shop.event(NOW, Map.of("device", "tv|4k"));

    assertThat(scenario.feature("user_device", List.of("u", "tv|4k"), "device.count_5m").value())
        .isEqualTo(1L);
    assertThat(scenario.feature("user_device", List.of("u", "tv"), "device.count_5m").isAbsent())
        .isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scenario.feature("user_device", "u", "device.count_5m"))
        .withMessageContaining("must have 2 parts");
  }

  @Test
  void clockNeverGoesBackOnceAnEventWasFed() {
    scenario.at(NOW.minusSeconds(1));
    shop.view(NOW.minusSeconds(1), 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> scenario.at(NOW.minusSeconds(2)))
        .withMessageContaining("never goes back");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scenario.advance(Duration.ofSeconds(-1)))
        .withMessageContaining("must not be negative");
    assertThat(scenario.now()).isEqualTo(NOW.minusSeconds(1));
  }

  @Test
  void ruleThatRefusesIsNamedAndItsEventChangesNothing() {
    EventVerdict verdict = shop.view(NOW, -1);

    assertThat(verdict.reason()).contains(Reason.RULE_FAILED);
    assertThat(verdict.rules()).containsExactly("price_not_negative");
    assertThat(shop.read("activity.count_5m").isAbsent()).isTrue();
  }

  @Test
  void eventsWithoutAnIdAreDifferentEvents() {
    shop.event(NOW, Map.of());
    shop.event(NOW, Map.of());

    assertThat(shop.value("activity.count_5m")).isEqualTo(2L);
  }

  @Test
  void definitionsOfAFileAreReadWithTheSchemasGiven() throws Exception {
    Schema schema =
        new Schema.Parser().parse(Path.of("../load-tests/examples/transactions.avsc").toFile());
    FeatureScenario retail = FeatureScenario.of(RETAIL, Map.of("transactions", schema));

    retail.event("transactions", Map.of("customer_id", "c", "quantity", 2, "unit_price", 1.25));

    assertThat(retail.feature("customer", "c", "spending.spend_1h").value()).isEqualTo(2.5);
  }

  @Test
  void missingSchemaIsAProblemOfTheDefinitions() {
    assertThatThrownBy(() -> FeatureScenario.of(RETAIL, Map.of()))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("retail.yaml:7");
  }

  /** The service's clock cannot be used here, for it lives among Kafka's classes. */
  @ParameterizedTest
  @EnumSource(ClockMode.class)
  void clockOfTheKitIsThatOfTheService(ClockMode mode) {
    TaskClock service = new TaskClock(mode, Clock.fixed(Instant.ofEpochMilli(500), ZoneOffset.UTC));
    ScenarioClock kit = new ScenarioClock(mode, () -> 500);
    assertThat(kit.nowMs()).isEqualTo(service.nowMs());
    for (long timeMs : new long[] {400, 300, 501, 700, 600}) {
      service.observe(timeMs);
      kit.observe(timeMs);
      assertThat(kit.nowMs()).isEqualTo(service.nowMs());
    }
  }
}
