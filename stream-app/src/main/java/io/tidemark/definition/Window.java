package io.tidemark.definition;

import java.time.Duration;

/**
 * A sliding window {@code [now - size, now)}.
 *
 * @param label as written in the definition, such as {@code 24h}; the suffix of the field's name
 * @param size length, 1 minute to 90 days
 */
public record Window(String label, Duration size) {}
