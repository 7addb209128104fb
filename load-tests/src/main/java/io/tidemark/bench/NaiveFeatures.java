package io.tidemark.bench;

import io.tidemark.bench.FeatureSet.Aggregate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a user's features have to be, from the list of the user's events, scanned once per value. It
 * shares nothing with the service, whose clock is never behind an event: none is left out for being
 * newer than the instant asked for.
 *
 * @param events of one user, in any order
 */
record NaiveFeatures(FeatureSet features, List<ShopEvent> events) {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final Map<Character, Long> UNITS = Map.of('m', MINUTE, 'h', HOUR, 'd', DAY);

  /** The documented steps of a window's tail: the largest that is at most a twelfth of it. */
  private static final List<Long> HOPS =
      List.of(
          DAY,
          12 * HOUR,
          6 * HOUR,
          3 * HOUR,
          2 * HOUR,
          HOUR,
          30 * MINUTE,
          15 * MINUTE,
          10 * MINUTE,
          5 * MINUTE,
          2 * MINUTE,
          MINUTE,
          30 * SECOND,
          15 * SECOND,
          10 * SECOND,
          5 * SECOND);

  /** Values by their field; what is absent is not in it. */
  Map<String, Double> at(long nowMs) {
    Map<String, Double> values = new TreeMap<>();
    for (String window : features.windows()) {
      long sizeMs = sizeMs(window);
      long hopMs = HOPS.stream().filter(hop -> hop <= sizeMs / 12).findFirst().orElseThrow();
      long startMs = Math.floorDiv(nowMs - sizeMs, hopMs) * hopMs;
      List<ShopEvent> in = events.stream().filter(e -> e.timeMs() >= startMs).toList();
      for (Aggregate aggregate : features.aggregates()) {
        Double value = value(aggregate, in);
        if (value != null) {
          values.put("std." + aggregate.name() + "_" + window, value);
        }
      }
    }
    return values;
  }

  private static long sizeMs(String window) {
    int last = window.length() - 1;
    return Long.parseLong(window.substring(0, last)) * UNITS.get(window.charAt(last));
  }

  private static Double value(Aggregate aggregate, List<ShopEvent> all) {
    List<ShopEvent> in =
        all.stream()
            .filter(e -> aggregate.type().isEmpty() || aggregate.type().equals(e.type()))
            .toList();
    if (aggregate.op().equals("count")) {
      return (double) in.size();
    }
    List<Double> prices = in.stream().map(ShopEvent::price).filter(p -> p != null).toList();
    BigDecimal sum = prices.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    if (aggregate.op().equals("sum")) {
      return sum.doubleValue();
    }
    if (prices.isEmpty()) {
      return null;
    }
    return aggregate.op().equals("mean")
        ? sum.divide(BigDecimal.valueOf(prices.size()), new MathContext(100)).doubleValue()
        : prices.stream().max(Double::compare).orElseThrow();
  }
}
