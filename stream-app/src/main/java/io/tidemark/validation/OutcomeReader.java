package io.tidemark.validation;

import io.tidemark.event.Fields;
import io.tidemark.join.Outcome;
import io.tidemark.join.OutcomeJudge;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Takes the fields of an {@code OutcomeLog} record as an input of a model's join, judged for every
 * label. Thread-safe if the judge is.
 */
public final class OutcomeReader {
  private final String model;
  private final OutcomeJudge judge;
  private final EventTimeBounds timeBounds;

  /**
   * @param model whose labels they are
   * @param maxFutureSkew how far an outcome's time may lie ahead of the wall clock; at least 0
   */
  public OutcomeReader(String model, OutcomeJudge judge, Duration maxFutureSkew) {
    this.model = model;
    this.judge = judge;
    this.timeBounds = new EventTimeBounds(maxFutureSkew.toMillis());
  }

  /** Judges what takes the prediction to be judged. */
  public OutcomeJudge judge() {
    return judge;
  }

  /**
   * Reads one outcome: {@code request_id}, {@code outcome} and {@code outcome_timestamp} are
   * required. Where a label cannot be judged it is taken all the same, for the others, and doubted
   * with {@link Reason#RULE_ERROR} and the label's name.
   *
   * @param wallMs the wall clock, milliseconds since the Unix epoch
   */
  public Reading<Outcome> read(Fields fields, long wallMs) {
    try {
      String requestId = FieldAccess.identifier(fields, "request_id");
      String kind = FieldAccess.identifier(fields, "outcome");
      long timeMs = timeBounds.check(FieldAccess.instantMs(fields, "outcome_timestamp"), wallMs);
      OutcomeJudge.Judged judged = judge.judge(fields);
      Outcome outcome =
          new Outcome(requestId, timeMs, kind, judged.id(), judged.judgements(), judged.facts());
      return judged.failures().isEmpty()
          ? new Reading.Accepted<>(outcome)
          : new Reading.Doubted<>(outcome, doubt(judged.failures()));
    } catch (RefusedException e) {
      return new Reading.Refused<>(e.verdict());
    }
  }

  private Verdict.Quarantined doubt(Map<String, String> failures) {
    String detail =
        failures.entrySet().stream()
            .map(f -> "Label " + f.getKey() + " of " + model + " cannot be judged: " + f.getValue())
            .collect(Collectors.joining(" "));
    return new Verdict.Quarantined(Reason.RULE_ERROR, failures.keySet().iterator().next(), detail);
  }
}
