package io.tidemark.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.event.FieldType.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What every value of a plan with one group is, from the full list of events: the oracle. */
final class NaiveTwin {
  private static final MathContext EXACT = new MathContext(1_000);

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Event(long timeMs, long arrivedMs, Object[] inputs) {}

  final List<Event> events = new ArrayList<>();

  Object value(FeaturePlan plan, Feature feature, long nowMs) {
    int input = Plans.inputOf(plan, feature);
    Aggregate aggregate = plan.groups().get(0).aggregates().get(input);
    List<Event> inside =
        NaiveWindow.of(feature, aggregate, plan.longestWindowMs(0)).inside(events, nowMs).stream()
            .filter(e -> isFed(aggregate, e.inputs()[input]))
            .sorted(
                Comparator.comparing(Event::timeMs).thenComparing(e -> e.inputs()[input], ORDER))
            .toList();
    List<Object> arrivals = inside.stream().map(e -> e.inputs()[input]).toList();
    List<Object> sorted = arrivals.stream().sorted(ORDER).toList();
    BigDecimal n = BigDecimal.valueOf(inside.size());
    if (inside.isEmpty()) {
      return Plans.emptyValue(feature);
    }
    double perMs = aggregate.parameters().per().toMillis();
    return switch (feature.op()) {
      case COUNT -> (long) inside.size();
      case SUM -> feature.kind() == Kind.INT ? whole(sum(sorted)) : round(sum(sorted));
      case MEAN -> round(sum(sorted).divide(n, EXACT));
      case MIN -> sorted.get(0);
      case MAX -> sorted.get(sorted.size() - 1);
      case VARIANCE -> round(variance(sorted, n));
      case STDDEV -> Math.sqrt(variance(sorted, n).doubleValue());
      case FIRST -> arrivals.get(0);
      case LAST -> arrivals.get(arrivals.size() - 1);
      case LAST_N -> firstOf(reversed(arrivals), aggregate.parameters().size());
      case DISTINCT -> Math.min(aggregate.parameters().max(), sorted.stream().distinct().count());
      case APPROX_DISTINCT -> sorted.stream().distinct().count();
      case QUANTILE ->
          number(
              sorted.get(
                  (int) Math.floor(aggregate.parameters().quantile() * (sorted.size() - 1))));
      case TOP_K -> firstOf(byFrequency(sorted), aggregate.parameters().size());
      case RATE ->
          (aggregate.of() == null ? n : sum(sorted)).doubleValue()
              * (perMs / feature.window().size().toMillis());
      case DECAYED_SUM -> decayed(aggregate, inside, nowMs, e -> number(e.inputs()[input]));
      case DECAYED_COUNT -> decayed(aggregate, inside, nowMs, e -> 1);
      case TIME_SINCE_LAST -> steppedAge(nowMs - inside.get(inside.size() - 1).timeMs());
    };
  }

  /** Exactly the value; a sketch or a decayed sum within its stated error. */
  void check(FeaturePlan plan, Feature feature, long nowMs, Object found) {
    Object expected = value(plan, feature, nowMs);
    double error =
        switch (feature.op() == null ? AggregateOp.COUNT : feature.op()) {
          case QUANTILE -> 0.0100001 * Math.abs(expected == null ? 0 : number(expected));
          case DECAYED_SUM, DECAYED_COUNT, RATE -> 1e-12 * magnitude(plan, feature);
          default -> 0;
        };
    if (error == 0 || expected == null || found == null) {
      assertThat(found).isEqualTo(expected);
    } else {
      assertThat(number(found)).isCloseTo(number(expected), within(error));
    }
  }

  private double magnitude(FeaturePlan plan, Feature feature) {
    int input = Plans.inputOf(plan, feature);
    return events.stream()
        .map(e -> e.inputs()[input])
        .mapToDouble(v -> v instanceof Number number ? Math.abs(number.doubleValue()) : 1)
        .sum();
  }

  private static boolean isFed(Aggregate aggregate, Object input) {
    return input != null || (aggregate.of() == null && aggregate.where() == null);
  }

  private static BigDecimal variance(List<Object> values, BigDecimal n) {
    BigDecimal mean = sum(values).divide(n, EXACT);
    return values.stream()
        .map(v -> exact(v).subtract(mean).pow(2))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .divide(n, EXACT);
  }

  private static double decayed(
      Aggregate aggregate, List<Event> inside, long nowMs, ToDoubleFunction<Event> value) {
    long halfLifeMs = aggregate.parameters().halfLife().toMillis();
    long stepMs = Hop.ofWindowMs(halfLifeMs);
    long untilMs = (Math.floorDiv(nowMs, stepMs) + 1) * stepMs;
    return inside.stream()
        .mapToDouble(
            e ->
                value.applyAsDouble(e) * Math.pow(2, -(untilMs - e.timeMs()) / (double) halfLifeMs))
        .sum();
  }

  private static long steppedAge(long ageMs) {
    long stepMs = Math.max(ageMs, 0) < 12_000 ? 1_000 : Hop.ofWindowMs(ageMs);
    return Math.max(ageMs, 0) / stepMs * stepMs / 1_000;
  }

  private static List<Object> byFrequency(List<Object> sorted) {
    Map<Object, Integer> counts = new HashMap<>();
    sorted.forEach(v -> counts.merge(v, 1, Integer::sum));
    return sorted.stream().distinct().sorted(Comparator.comparing(v -> -counts.get(v))).toList();
  }

  private static List<Object> reversed(List<Object> values) {
    List<Object> reversed = new ArrayList<>(values);
    Collections.reverse(reversed);
    return reversed;
  }

  private static List<Object> firstOf(List<Object> values, int count) {
    return values.subList(0, Math.min(count, values.size()));
  }

  private static final Comparator<Object> ORDER =
      Comparator.nullsFirst((a, b) -> Plans.comparable(a).compareTo(b));

  private static BigDecimal sum(List<Object> values) {
    return values.stream().map(NaiveTwin::exact).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal exact(Object value) {
    return value instanceof Long l ? BigDecimal.valueOf(l) : new BigDecimal((Double) value);
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  private static Object whole(BigDecimal exact) {
    return exact.longValueExact();
  }

  private static Object round(BigDecimal exact) {
    return exact.doubleValue();
  }
}
