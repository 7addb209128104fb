package io.tidemark.feature;

/**
 * An event of a group.
 *
 * @param timeMs when it happened
 * @param arrivedMs what the clock showed when it came
 * @param inputs what it gives each aggregate; {@code null} for nothing
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record NaiveEvent(long timeMs, long arrivedMs, Object[] inputs) {
  Object input(int aggregate) {
    return inputs[aggregate];
  }
}
