package io.tidemark.definition;

/**
 * A check on each event of a source.
 *
 * @param name stable name, used in quarantine records and metrics
 * @param expect a boolean expression; false, or an error while evaluating, is a failure
 * @param onFail what a failure does
 */
public record Rule(String name, String expect, OnFail onFail) {

  /** What a failed rule does to the event. */
  public enum OnFail {
    /** The event goes to quarantine. */
    QUARANTINE,
    /** The event is kept and counted. */
    FLAG
  }
}
