package io.tidemark.event;

/**
 * A record that passed decoding, with the instant it belongs to.
 *
 * @param fields the decoded values
 * @param timeMs event time, milliseconds since the Unix epoch
 * @param id the identity used for de-duplication, or {@code null} where the source declares none
 */
public record Event(Fields fields, long timeMs, String id) {}
