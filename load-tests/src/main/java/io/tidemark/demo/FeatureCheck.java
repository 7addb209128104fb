package io.tidemark.demo;

import io.tidemark.avro.UserEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Features read back from the online store against a recomputation over all events sent.
 *
 * <p>The tail of a window moves in hops of at most a twelfth of the window, so a value is right
 * when it lies between the aggregate over the window less one hop and over the window plus one hop;
 * all aggregates checked here grow with the window. Pure.
 */
public final class FeatureCheck {

  private static final int HOPS = 12;
  private static final double ROUNDING = 1e-9;

  /** A value in the store and the bounds it must lie in. */
  public record Reading(String user, String feature, String stored, double low, double high) {

    boolean right() {
      if (stored == null) {
        return false;
      }
      double value = Double.parseDouble(stored);
      double slack = ROUNDING * Math.max(1, Math.abs(high));
      return value >= low - slack && value <= high + slack;
    }
  }

  private record Feature(String name, Duration window, ToDoubleFunction<DoubleStream> over) {}

  private static final List<Feature> FEATURES =
      List.of(
          new Feature("activity.events_1m", Duration.ofMinutes(1), DoubleStream::count),
          new Feature("activity.events_5m", Duration.ofMinutes(5), DoubleStream::count),
          new Feature("activity.seen_value_5m", Duration.ofMinutes(5), DoubleStream::sum));

  /** Of definitions whose windows no event of a run has left. */
  private static final List<Feature> TOTALS =
      List.of(
          new Feature("activity.events_1h", Duration.ofHours(1), DoubleStream::count),
          new Feature("activity.seen_value_1h", Duration.ofHours(1), DoubleStream::sum));

  private FeatureCheck() {}

  /**
   * Compares one user's stored hash, fields as in the default layout.
   *
   * @return one reading per feature, as of the stored {@code _as_of}; where there is none, as of
   *     the user's newest event
   */
  public static List<Reading> read(Ledger ledger, String user, Map<String, String> stored) {
    long newestMs = newestMs(ledger.events(user));
    long asOfMs = stored.containsKey("_as_of") ? Long.parseLong(stored.get("_as_of")) : newestMs;
    return read(FEATURES, ledger, user, stored, asOfMs);
  }

  /**
   * Compares one user's stored hash, fields as in the default layout, with all events there are: a
   * row that is behind them is wrong, whatever instant it names.
   *
   * @return one reading per feature over an hour, whose bounds are one value while the first event
   *     is less than 55 minutes old
   */
  public static List<Reading> readTotals(Ledger ledger, String user, Map<String, String> stored) {
    return read(TOTALS, ledger, user, stored, newestMs(ledger.events(user)));
  }

  private static List<Reading> read(
      List<Feature> features, Ledger ledger, String user, Map<String, String> stored, long asOfMs) {
    List<UserEvent> events = ledger.events(user);
    List<Reading> readings = new ArrayList<>();
    for (Feature feature : features) {
      long hopMs = feature.window().toMillis() / HOPS;
      long startMs = asOfMs - feature.window().toMillis();
      double low = aggregate(feature, events, startMs + hopMs, asOfMs);
      double high = aggregate(feature, events, startMs - hopMs, asOfMs);
      readings.add(new Reading(user, feature.name(), stored.get(feature.name()), low, high));
    }
    return readings;
  }

  private static long newestMs(List<UserEvent> events) {
    return events.stream().mapToLong(e -> e.getOccurredAt().toEpochMilli()).max().orElse(0);
  }

  /** One sentence per reading that is wrong. */
  public static List<String> contradictions(List<Reading> readings) {
    return readings.stream()
        .filter(reading -> !reading.right())
        .map(FeatureCheck::sentence)
        .toList();
  }

  private static String sentence(Reading wrong) {
    return String.format(
        Locale.ROOT,
        "Feature %s of %s is %s in the store; the events sent give %s to %s.",
        wrong.feature(),
        wrong.user(),
        wrong.stored() == null ? "absent" : wrong.stored(),
        wrong.low(),
        wrong.high());
  }

  /** Over {@code [startMs, endMs]}: an event of this very millisecond may be in or not. */
  private static double aggregate(
      Feature feature, List<UserEvent> events, long startMs, long endMs) {
    DoubleStream values =
        events.stream()
            .filter(event -> event.getOccurredAt().toEpochMilli() >= startMs)
            .filter(event -> event.getOccurredAt().toEpochMilli() <= endMs)
            .mapToDouble(event -> event.getPrice() == null ? 0 : event.getPrice());
    return feature.over().applyAsDouble(values);
  }
}
