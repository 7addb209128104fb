package io.tidemark.validation;

import io.tidemark.event.Fields;
import io.tidemark.join.JudgementException;
import io.tidemark.join.Outcome;
import io.tidemark.join.OutcomeJudge;
import java.time.Duration;

/**
 * Takes the fields of an {@code OutcomeLog} record as an input of the join, judged for every label.
 * Thread-safe if the judge is.
 */
public final class OutcomeReader {
  private final OutcomeJudge judge;
  private final EventTimeBounds timeBounds;

  /**
   * @param maxFutureSkew how far an outcome's time may lie ahead of the wall clock; at least 0
   */
  public OutcomeReader(OutcomeJudge judge, Duration maxFutureSkew) {
    this.judge = judge;
    this.timeBounds = new EventTimeBounds(maxFutureSkew.toMillis());
  }

  /**
   * Reads one outcome: {@code request_id}, {@code outcome} and {@code outcome_timestamp} are
   * required. A label that cannot be judged refuses the record with {@link Reason#RULE_ERROR} and
   * the label's name.
   *
   * @param wallMs the wall clock, milliseconds since the Unix epoch
   */
  public Reading<Outcome> read(Fields fields, long wallMs) {
    try {
      String requestId = FieldAccess.identifier(fields, "request_id");
      String kind = FieldAccess.identifier(fields, "outcome");
      long timeMs = timeBounds.check(FieldAccess.instantMs(fields, "outcome_timestamp"), wallMs);
      return new Reading.Accepted<>(new Outcome(requestId, timeMs, kind, judge.judge(fields)));
    } catch (RefusedException e) {
      return new Reading.Refused<>(e.verdict());
    } catch (JudgementException e) {
      String detail = "Label " + e.label() + " cannot be judged: " + e.getMessage();
      return new Reading.Refused<>(new Verdict.Quarantined(Reason.RULE_ERROR, e.label(), detail));
    }
  }
}
