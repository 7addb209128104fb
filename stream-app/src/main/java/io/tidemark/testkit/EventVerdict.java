package io.tidemark.testkit;

import io.tidemark.validation.Reason;
import io.tidemark.validation.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * What became of one event. Immutable and thread-safe.
 *
 * @param outcome which of the five
 * @param rules names of the rules that only flag and failed; for a quarantined event the rule or
 *     field that decided, where one did
 * @param reason why it was quarantined; empty for every other outcome
 * @param detail what failed, with the value and what to do; empty unless quarantined
 */
public record EventVerdict(
    Outcome outcome, List<String> rules, Optional<Reason> reason, String detail) {

  /** Every event is exactly one of these. */
  public enum Outcome {
    /** Every check passed; features took it. */
    VALID,
    /** Rules that only flag failed; features took it. */
    FLAGGED,
    /** Its id was seen before; it changed nothing. */
    DUPLICATE,
    /** Older than every window of its source: lifetime features alone took it. */
    LATE,
    /** Refused; it changed nothing and moved no time. */
    QUARANTINED,
    /**
     * Further ahead of stream time than one event may move it: it has changed nothing, and counts
     * once others confirm it.
     */
    HELD
  }

  public EventVerdict {
    rules = List.copyOf(rules);
  }

  /** Of a prediction or an outcome that was taken. */
  static final EventVerdict VALID = accepted(Outcome.VALID, List.of());

  static EventVerdict of(Verdict verdict) {
    if (verdict instanceof Verdict.Quarantined refusal) {
      List<String> rules = refusal.rule() == null ? List.of() : List.of(refusal.rule());
      return new EventVerdict(
          Outcome.QUARANTINED, rules, Optional.of(refusal.reason()), refusal.detail());
    }
    if (verdict instanceof Verdict.Flagged flagged) {
      return accepted(Outcome.FLAGGED, flagged.rules());
    }
    if (verdict instanceof Verdict.Ahead) {
      return accepted(Outcome.HELD, List.of());
    }
    if (verdict instanceof Verdict.Late late) {
      return accepted(Outcome.LATE, late.rules());
    }
    return accepted(
        verdict instanceof Verdict.Duplicate ? Outcome.DUPLICATE : Outcome.VALID, List.of());
  }

  private static EventVerdict accepted(Outcome outcome, List<String> rules) {
    return new EventVerdict(outcome, rules, Optional.empty(), "");
  }
}
