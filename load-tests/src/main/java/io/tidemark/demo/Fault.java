package io.tidemark.demo;

import java.util.Optional;

/** What is wrong with a message, and the quarantine reason it must end under. */
public enum Fault {
  NONE(null),
  /** The same record once more: counted as a duplicate, changes nothing. */
  DUPLICATE(null),
  /** The last bytes of the Avro payload are missing. */
  CUT_SHORT("UNDECODABLE"),
  /** Text where the wire format has its magic byte. */
  NOT_AVRO("BAD_MAGIC"),
  /** A schema id that the registry never gave out. */
  UNKNOWN_SCHEMA("UNKNOWN_SCHEMA"),
  /** The field that the source requires is null. */
  MISSING_FIELD("MISSING_FIELD"),
  /** Breaks the rule {@code price_not_negative}. */
  NEGATIVE_PRICE("RULE_FAILED"),
  /** An event time one hour ahead. */
  FAR_FUTURE("FUTURE_EVENT");

  private final String reason;

  Fault(String reason) {
    this.reason = reason;
  }

  /** The reason under which it is quarantined; empty when it is not. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }
}
