package io.tidemark.monitoring.metrics;

/** Why a record of a followed topic is skipped. */
public enum SkipReason {
  /** Its bytes are no record of the topic's type. */
  UNDECODABLE,
  /** It is one, and makes no sense. */
  REFUSED
}
