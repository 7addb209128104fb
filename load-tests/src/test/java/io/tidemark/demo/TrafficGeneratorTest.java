package io.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.UserEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TrafficGeneratorTest {

  private static final long START_MS = 1_800_000_000_000L;
  private static final TrafficPlan PLAN = plan(7);
  private static final List<Message> MESSAGES = all(PLAN);

  @Test
  void sameSeedGivesSameMessages() {
    assertThat(all(plan(7))).isEqualTo(MESSAGES);
    assertThat(all(plan(8))).isNotEqualTo(MESSAGES);
  }

  @Test
  void messagesComeInSendingOrderAndNeverBeforeTheirTime() {
    assertThat(MESSAGES).isSortedAccordingTo(Comparator.comparingLong(Message::sendAtMs));
    assertThat(events(m -> m.fault() != Fault.FAR_FUTURE))
        .allSatisfy(m -> assertThat(occurredAt(m)).isBetween(START_MS, m.sendAtMs()));
  }

  @Test
  void ratesAreThoseOfThePlan() {
    assertThat(events(m -> m.fault() != Fault.DUPLICATE).size() / 120.0)
        .isCloseTo(200, within(10.0));
    assertThat(on(Channel.PREDICTIONS, m -> m.fault() != Fault.DUPLICATE).size() / 120.0)
        .isCloseTo(100, within(5.0));
  }

  @Test
  void aFewPercentAreBadOfEveryKind() {
    Map<Fault, Long> counts =
        MESSAGES.stream().collect(Collectors.groupingBy(Message::fault, Collectors.counting()));
    assertThat(counts).containsOnlyKeys(Fault.values());
    double bad = MESSAGES.stream().filter(m -> m.fault().reason().isPresent()).count();
    assertThat(bad / MESSAGES.size()).isCloseTo(TrafficPlan.BAD_SHARE, within(0.005));
  }

  @Test
  void repeatsEqualWhatTheyRepeat() {
    Map<Object, Message> first = new HashMap<>();
    int repeats = 0;
    for (Message message : MESSAGES) {
      if (message.fault() == Fault.NONE) {
        first.put(message.payload(), message);
      } else if (message.fault() == Fault.DUPLICATE) {
        assertThat(first).containsKey(message.payload());
        repeats++;
      }
    }
    assertThat(repeats / (double) first.size())
        .isCloseTo(TrafficPlan.DUPLICATE_SHARE, within(0.005));
  }

  @Test
  void someEventsComeLateButNotLaterThanStated() {
    List<Message> late = events(m -> m.fault() == Fault.NONE && m.sendAtMs() > occurredAt(m));
    long inTime = events(m -> m.fault() == Fault.NONE).size();
    assertThat(late.size() / (double) inTime).isCloseTo(TrafficPlan.LATE_SHARE, within(0.01));
    assertThat(late).allMatch(m -> m.sendAtMs() - occurredAt(m) < TrafficPlan.LATENESS.toMillis());
  }

  @Test
  void busiestUserActsMostByZipf() {
    Map<String, Long> perUser =
        events(m -> true).stream()
            .collect(Collectors.groupingBy(Message::key, Collectors.counting()));
    assertThat(perUser.get("user-00000") / (double) perUser.get("user-00001"))
        .isCloseTo(2, within(0.4));
  }

  @Test
  void worldChangesHalfWay() {
    List<PredictionLog> before = predictions(t -> t < PLAN.driftMs());
    List<PredictionLog> after = predictions(t -> t >= PLAN.driftMs());
    assertThat(meanAge(after) - meanAge(before)).isBetween(11.0, 14.0);
    assertThat(share(before, "device", "tv"::equals)).isZero();
    assertThat(share(after, "device", "tv"::equals)).isCloseTo(0.25, within(0.03));
    assertThat(share(before, "days_since_visit", Objects::isNull)).isCloseTo(0.05, within(0.02));
    assertThat(share(after, "days_since_visit", Objects::isNull)).isCloseTo(0.40, within(0.03));
    assertThat(share(after, "is_member", Boolean.TRUE::equals))
        .isCloseTo(share(before, "is_member", Boolean.TRUE::equals), within(0.04));
  }

  @Test
  void outcomesFollowTheirDecision() {
    Map<String, Long> madeAt = new HashMap<>();
    on(Channel.PREDICTIONS, m -> true).forEach(m -> madeAt.putIfAbsent(m.key(), m.sendAtMs()));
    List<Message> outcomes = on(Channel.OUTCOMES, m -> m.fault() != Fault.DUPLICATE);
    assertThat(outcomes).hasSizeGreaterThan(1000);
    assertThat(outcomes)
        .allSatisfy(m -> assertThat(m.sendAtMs() - madeAt.get(m.key())).isBetween(200L, 13_500L));
  }

  @Test
  void trainingSampleIsOfTheWorldBeforeTheChange() {
    List<Map<String, Object>> rows = TrainingSample.rows(7, 5000);
    assertThat(TrainingSample.rows(7, 5000)).isEqualTo(rows);
    assertThat(rows).allMatch(row -> !"tv".equals(row.get("device")));
    double age = rows.stream().mapToDouble(row -> (double) row.get("age")).average().orElseThrow();
    assertThat(age).isCloseTo(meanAge(predictions(t -> t < PLAN.driftMs())), within(0.8));
    assertThat(rows)
        .allSatisfy(row -> assertThat((double) row.get(TrainingSample.SCORE)).isBetween(0.0, 1.0));
  }

  @Test
  void planRefusesWhatCannotBe() {
    assertThatThrownBy(() -> new TrafficPlan(1, 0, Duration.ofSeconds(1), 0, 1, 1))
        .hasMessageContaining("events per second 0");
  }

  private static TrafficPlan plan(long seed) {
    return new TrafficPlan(seed, START_MS, Duration.ofMinutes(2), 200, 100, 1000);
  }

  private static List<Message> all(TrafficPlan plan) {
    List<Message> messages = new ArrayList<>();
    new TrafficGenerator(plan).forEachRemaining(messages::add);
    return messages;
  }

  private static List<Message> on(Channel channel, Predicate<Message> which) {
    return MESSAGES.stream().filter(m -> m.channel() == channel && which.test(m)).toList();
  }

  private static List<Message> events(Predicate<Message> which) {
    return on(Channel.USER_EVENTS, which);
  }

  private static long occurredAt(Message message) {
    return ((UserEvent) message.payload()).getOccurredAt().toEpochMilli();
  }

  private static List<PredictionLog> predictions(Predicate<Long> madeAt) {
    return on(Channel.PREDICTIONS, m -> true).stream()
        .map(m -> (PredictionLog) m.payload())
        .filter(p -> madeAt.test(p.getTimestamp().toEpochMilli()))
        .toList();
  }

  private static double meanAge(List<PredictionLog> predictions) {
    return predictions.stream()
        .mapToDouble(p -> (double) p.getRawFeatures().get("age"))
        .average()
        .orElseThrow();
  }

  private static double share(
      List<PredictionLog> predictions, String feature, Predicate<Object> which) {
    long hits =
        predictions.stream().filter(p -> which.test(p.getRawFeatures().get(feature))).count();
    return hits / (double) predictions.size();
  }
}
