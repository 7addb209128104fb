package io.tidemark.validation;

import static io.tidemark.validation.ValidationFixtures.NOW;
import static io.tidemark.validation.ValidationFixtures.SKEW_MS;
import static io.tidemark.validation.ValidationFixtures.checks;
import static io.tidemark.validation.ValidationFixtures.order;
import static io.tidemark.validation.ValidationFixtures.validator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.tidemark.definition.Rule;
import io.tidemark.event.Fields;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventValidatorTest {
  private final EventValidator validator = validator();

  @Test
  void properEventIsValidWithTimeAndId() {
    Verdict.Valid valid = (Verdict.Valid) validator.validate(order(), NOW);
    assertThat(valid.event().timeMs()).isEqualTo(NOW);
    assertThat(valid.event().id()).isEqualTo("o1");
  }

  @Test
  void nullOfARequiredFieldIsNamed() {
    assertRefused(order("customer", null), Reason.MISSING_FIELD, "customer");
    assertRefused(order("time", null), Reason.MISSING_FIELD, "time");
    assertRefused(order("id", null), Reason.MISSING_FIELD, "id");
  }

  @Test
  void eventWithoutAnyEntityIsRefused() {
    EventChecks checks =
        new EventChecks(
            ValidationFixtures.source(),
            List.of(List.of("shop", "till"), List.of("card")),
            List.of(),
            checks().eventTime());
    EventValidator byShop = new EventValidator(checks, (id, timeMs) -> true);
    Verdict.Quarantined refused = (Verdict.Quarantined) byShop.validate(order("shop", "s"), NOW);
    assertThat(refused.reason()).isEqualTo(Reason.MISSING_KEY);
    assertThat(byShop.validate(order("shop", "s", "till", "t"), NOW))
        .isInstanceOf(Verdict.Valid.class);
    assertThat(byShop.validate(order("card", "c"), NOW)).isInstanceOf(Verdict.Valid.class);
    assertThat(byShop.validate(order("shop", "s", "till", "", "card", ""), NOW))
        .isInstanceOf(Verdict.Quarantined.class);
  }

  @Test
  void keyTooLongForAKeyIsRefused() {
    EventChecks checks =
        new EventChecks(
            ValidationFixtures.source(), List.of(List.of("card")), List.of(), checks().eventTime());
    EventValidator byCard = new EventValidator(checks, (id, timeMs) -> true);
    Verdict.Quarantined refused =
        (Verdict.Quarantined) byCard.validate(order("card", "c".repeat(1_025)), NOW);
    assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(refused.rule()).isEqualTo("card");
    assertThat(byCard.validate(order("card", "c".repeat(1_024)), NOW))
        .isInstanceOf(Verdict.Valid.class);
  }

  @Test
  void idOfATypeThatIdentifiesNothingIsRefused() {
    assertRefused(order("id", new byte[] {1}), Reason.BAD_MAPPING, "id");
    assertRefused(order("id", "x".repeat(513)), Reason.TOO_LARGE, "id");
    assertThat(validator.validate(order("id", 7L), NOW)).isInstanceOf(Verdict.Valid.class);
  }

  @Test
  void unreadableTimeIsRefused() {
    assertRefused(order("time", "noon"), Reason.BAD_EVENT_TIME, "time");
    assertRefused(order("time", -1L), Reason.BAD_EVENT_TIME, null);
    assertRefused(order("time", Long.MIN_VALUE), Reason.BAD_EVENT_TIME, null);
  }

  @Test
  void futureStartsOneMillisecondBeyondTheSkew() {
    assertThat(validator.validate(order("time", NOW + SKEW_MS), NOW))
        .isInstanceOf(Verdict.Valid.class);
    assertRefused(order("time", NOW + SKEW_MS + 1), Reason.FUTURE_EVENT, null);
    assertRefused(order("time", Long.MAX_VALUE), Reason.FUTURE_EVENT, null);
  }

  @Test
  void failedRuleQuarantinesOrFlags() {
    assertRefused(order("quantity", 0L), Reason.RULE_FAILED, "some");
    Verdict flagged = validator.validate(order("quantity", 3L), NOW);
    assertThat(((Verdict.Flagged) flagged).rules()).containsExactly("even");
  }

  @Test
  void ruleThatCannotBeEvaluatedIsAnErrorOfItsOwn() {
    Verdict.Quarantined refused = assertRefused(order("quantity", null), Reason.RULE_ERROR, "some");
    assertThat(refused.detail()).contains("quantity is null");
  }

  @Test
  void ruleThatYieldsNullFails() {
    EventChecks checks =
        new EventChecks(
            ValidationFixtures.source(),
            List.of(),
            List.of(
                ValidationFixtures.rule("unknown", "price > 0", Rule.OnFail.QUARANTINE, f -> null)),
            checks().eventTime());
    Verdict verdict = new EventValidator(checks, (id, timeMs) -> true).validate(order(), NOW);
    assertThat(verdict)
        .isEqualTo(
            new Verdict.Quarantined(
                Reason.RULE_FAILED, "unknown", "Rule unknown is null: expected price > 0"));
  }

  @Test
  void secondEventOfAnIdIsADuplicate() {
    assertThat(validator.validate(order(), NOW)).isInstanceOf(Verdict.Valid.class);
    assertThat(validator.validate(order(), NOW)).isInstanceOf(Verdict.Duplicate.class);
  }

  @Test
  void refusedEventMayBeSentAgainCorrected() {
    assertRefused(order("quantity", 0L), Reason.RULE_FAILED, "some");
    assertThat(validator.validate(order(), NOW)).isInstanceOf(Verdict.Valid.class);
  }

  /** Each fault is mended in turn, which uncovers the next one in the order of the checks. */
  @Test
  void firstFailureInTheOrderOfChecksDecides() {
    assertThat(validator.validate(order(), NOW)).isInstanceOf(Verdict.Valid.class);
    Object[] faults = {"customer", null, "time", NOW * 2, "quantity", -1L};
    assertRefused(order(faults), Reason.MISSING_FIELD, "customer");
    faults[1] = "c1";
    assertRefused(order(faults), Reason.FUTURE_EVENT, null);
    faults[3] = NOW;
    assertRefused(order(faults), Reason.RULE_FAILED, "some");
    faults[5] = 3L;
    assertThat(validator.validate(order(faults), NOW)).isInstanceOf(Verdict.Duplicate.class);
  }

  @Test
  void detailIsBoundedAndPrintable() {
    String nasty = "a\u0000b\n" + "\uD83D\uDE00".repeat(5000);
    Verdict.Quarantined refused =
        assertRefused(order("time", nasty), Reason.BAD_EVENT_TIME, "time");
    assertThat(refused.detail().length()).isLessThanOrEqualTo(Detail.MAX_LENGTH);
    assertThat(refused.detail().chars().noneMatch(Character::isISOControl)).isTrue();
    assertThat(refused.detail()).startsWith("Event time a");
  }

  @Test
  void sourceWithAnEventIdNeedsAMemory() {
    assertThatNullPointerException().isThrownBy(() -> new EventValidator(checks(), null));
  }

  @Test
  void everyReasonHasAMeaning() {
    assertThat(Arrays.stream(Reason.values()).map(Reason::meaning))
        .allMatch(meaning -> meaning.endsWith("."))
        .doesNotHaveDuplicates();
  }

  @Test
  void lateStartsOneMillisecondBeforeTheLongestWindow() {
    LateCheck check = new LateCheck(Duration.ofMinutes(5));
    Verdict valid = validator.validate(order("time", NOW - 300_000), NOW);
    assertThat(check.apply(valid, NOW)).isSameAs(valid);
    assertThat(check.apply(valid, NOW + 1)).isInstanceOf(Verdict.Late.class);
    Verdict flagged = validator.validate(order("id", "o2", "quantity", 3L), NOW);
    assertThat(((Verdict.Late) check.apply(flagged, NOW + 300_001)).rules())
        .containsExactly("even");
    Verdict refused = validator.validate(order("customer", null), NOW);
    assertThat(check.apply(refused, Long.MAX_VALUE)).isSameAs(refused);
  }

  private Verdict.Quarantined assertRefused(Fields fields, Reason reason, String rule) {
    Verdict verdict = validator.validate(fields, NOW);
    assertThat(verdict).isInstanceOf(Verdict.Quarantined.class);
    Verdict.Quarantined refused = (Verdict.Quarantined) verdict;
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused.rule()).isEqualTo(rule);
    return refused;
  }
}
