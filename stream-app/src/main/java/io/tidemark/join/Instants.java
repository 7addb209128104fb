package io.tidemark.join;

/** Arithmetic on instants that stops at the ends of the range instead of wrapping around. */
final class Instants {
  private Instants() {}

  static long plus(long instantMs, long durationMs) {
    long sum = instantMs + durationMs;
    return durationMs >= 0 && sum < instantMs ? Long.MAX_VALUE : sum;
  }

  static long minus(long instantMs, long durationMs) {
    long difference = instantMs - durationMs;
    return durationMs >= 0 && difference > instantMs ? Long.MIN_VALUE : difference;
  }
}
