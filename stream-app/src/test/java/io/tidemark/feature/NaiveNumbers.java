package io.tidemark.feature;

import io.tidemark.definition.Window;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Numbers of the oracle: exact sums, quotients rounded once, and the steps of time. */
final class NaiveNumbers {
  /** So many more than the exact sums have that no quotient is rounded to a double twice. */
  private static final int MORE_DIGITS = 100;

  static final Comparator<Object> ORDER =
      Comparator.nullsFirst((a, b) -> Plans.comparable(a).compareTo(b));

  private static final long[] HOPS_MS =
      Stream.of("1S 2S 5S 10S 15S 30S 1M 2M 5M 10M 15M 30M 1H 2H 3H 6H 12H 24H".split(" "))
          .mapToLong(hop -> Duration.parse("PT" + hop).toMillis())
          .toArray();

  private NaiveNumbers() {}

  /** A Long of Longs, else a Double. */
  static Object sum(List<Object> values) {
    BigDecimal sum = exactSum(values);
    return values.stream().allMatch(Long.class::isInstance)
        ? (Object) sum.longValueExact()
        : (Object) sum.doubleValue();
  }

  static double mean(List<Object> values) {
    return quotient(exactSum(values), BigDecimal.valueOf(values.size()));
  }

  /** Of the population: n times the sum of squares, less the square of the sum, over n squared. */
  static double variance(List<Object> values) {
    BigDecimal n = BigDecimal.valueOf(values.size());
    BigDecimal squares =
        values.stream().map(v -> exact(v).pow(2)).reduce(BigDecimal.ZERO, BigDecimal::add);
    return quotient(n.multiply(squares).subtract(exactSum(values).pow(2)), n.pow(2));
  }

  /** What an event counts where it counts half after each half-life, to the end of a step. */
  static double decay(long eventMs, long nowMs, Duration halfLife) {
    long stepMs = usualHopMs(halfLife.toMillis());
    long untilMs = (Math.floorDiv(nowMs, stepMs) + 1) * stepMs;
    return Math.pow(2, -(double) (untilMs - eventMs) / halfLife.toMillis());
  }

  static double rate(Object amount, Duration per, Duration over) {
    return number(amount) * ((double) per.toMillis() / over.toMillis());
  }

  /** To a step of a twelfth of the age, of a second at least. */
  static long ageInSeconds(long ageMs) {
    long stepMs = ageMs < 12_000 ? 1_000 : usualHopMs(ageMs);
    return Math.max(ageMs, 0) / stepMs * stepMs / 1_000;
  }

  static long hopMs(Window window) {
    return window.hop() == null ? usualHopMs(window.size().toMillis()) : window.hop().toMillis();
  }

  /** The longest step of the clock that is at most a twelfth of a length. */
  static long usualHopMs(long lengthMs) {
    return LongStream.of(HOPS_MS).filter(hopMs -> 12 * hopMs <= lengthMs).max().orElseThrow();
  }

  static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  /** With a scale that is told: a number of digits would take trailing zeros off one by one. */
  private static double quotient(BigDecimal dividend, BigDecimal divisor) {
    int scale = dividend.scale() + MORE_DIGITS;
    return dividend.divide(divisor, scale, RoundingMode.HALF_EVEN).doubleValue();
  }

  private static BigDecimal exactSum(List<Object> values) {
    return values.stream().map(NaiveNumbers::exact).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal exact(Object value) {
    return value instanceof Long l ? BigDecimal.valueOf(l) : new BigDecimal((Double) value);
  }
}
