package io.tidemark.definition;

/** How an event-time field is read. */
public enum EventTimeUnit {
  /**
   * The field's Avro logical type says it: {@code timestamp-millis} or {@code timestamp-micros}.
   */
  LOGICAL_TYPE,
  /** A long: seconds since the Unix epoch. */
  EPOCH_SECONDS,
  /** A long: milliseconds since the Unix epoch. */
  EPOCH_MILLIS,
  /** A long: microseconds since the Unix epoch. */
  EPOCH_MICROS,
  /** A string: ISO-8601 instant or offset date-time; without an offset it is UTC. */
  ISO_8601
}
