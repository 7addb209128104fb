package io.tidemark.feature;

import io.tidemark.event.FieldType.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What every value of a plan with one group is, from the full list of events: the oracle. */
final class NaiveTwin {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Event(long timeMs, Object[] inputs) {}

  final List<Event> events = new ArrayList<>();

  Object value(FeaturePlan plan, Feature feature, long nowMs) {
    int input = Plans.inputOf(plan, feature);
    boolean everyEvent = plan.groups().get(0).aggregates().get(input).of() == null;
    List<Event> inside =
        events.stream()
            .filter(e -> isInside(feature, e.timeMs(), nowMs))
            .filter(e -> everyEvent || e.inputs()[input] != null)
            .sorted(Comparator.comparing(Event::timeMs).thenComparing(e -> scalar(e, input), ORDER))
            .toList();
    List<Object> values = inside.stream().map(e -> e.inputs()[input]).sorted(ORDER).toList();
    BigDecimal n = BigDecimal.valueOf(inside.size());
    return switch (feature.op()) {
      case COUNT -> (long) inside.size();
      case SUM -> feature.kind() == Kind.INT ? whole(sum(values)) : round(sum(values));
      case MEAN -> inside.isEmpty() ? null : round(sum(values).divide(n, new MathContext(120)));
      case MIN -> inside.isEmpty() ? null : values.get(0);
      case MAX -> inside.isEmpty() ? null : values.get(values.size() - 1);
      case LAST -> inside.isEmpty() ? null : scalar(inside.get(inside.size() - 1), input);
      default -> throw new AssertionError(feature.op());
    };
  }

  static boolean isInside(Feature feature, long timeMs, long nowMs) {
    if (feature.window() == null) {
      return true;
    }
    long hopMs = FeaturePlan.hopMs(feature.window());
    long tile = Math.floorDiv(timeMs, hopMs);
    return tile >= Math.floorDiv(nowMs - feature.window().size().toMillis(), hopMs)
        && tile <= Math.floorDiv(nowMs, hopMs);
  }

  private static final Comparator<Object> ORDER =
      Comparator.nullsFirst((a, b) -> Plans.comparable(a).compareTo(b));

  private static Object scalar(Event event, int input) {
    return event.inputs()[input];
  }

  private static BigDecimal sum(List<Object> values) {
    return values.stream()
        .map(v -> v instanceof Long l ? BigDecimal.valueOf(l) : new BigDecimal((Double) v))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static Object whole(BigDecimal exact) {
    return exact.longValueExact();
  }

  private static Object round(BigDecimal exact) {
    return exact.doubleValue();
  }
}
