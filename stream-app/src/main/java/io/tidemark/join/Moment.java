package io.tidemark.join;

/**
 * When something reached the join. Milliseconds since the Unix epoch.
 *
 * @param arrivedMs when it came, which decides what it is late for
 * @param nowMs the clock that closes windows; behind {@code arrivedMs} while the join catches up
 */
public record Moment(long arrivedMs, long nowMs) {}
