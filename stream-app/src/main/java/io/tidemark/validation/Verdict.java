package io.tidemark.validation;

import io.tidemark.event.Event;
import java.util.List;

/**
 * What became of one record. Every record read is in the end exactly one of these but {@link
 * Ahead}, so that their counts sum up to the records read and decided.
 */
public sealed interface Verdict {

  /** Every check passed. */
  record Valid(Event event) implements Verdict {}

  /**
   * Kept, although rules that only flag failed.
   *
   * @param rules names of the failed rules in order of declaration, at least one
   */
  record Flagged(Event event, List<String> rules) implements Verdict {
    public Flagged {
      rules = List.copyOf(rules);
    }
  }

  /**
   * Refused.
   *
   * @param reason the first check that failed
   * @param rule the name of the rule, label or field, or {@code null} where the reason says it all
   * @param detail what failed, the value, the rule and what to do; bounded, printable, never the
   *     whole record
   */
  record Quarantined(Reason reason, String rule, String detail) implements Verdict {
    public Quarantined {
      detail = Detail.bounded(detail);
    }
  }

  /** An event whose id was seen within the source's window of de-duplication; changes nothing. */
  record Duplicate(Event event) implements Verdict {}

  /**
   * Further ahead of stream time than one record may move it: nothing is decided until it is known
   * whether others confirm it. It changes nothing, and its id is not remembered.
   */
  record Ahead(Event event) implements Verdict {}

  /**
   * Valid or flagged, but older than every window: only lifetime aggregates take it.
   *
   * @param rules names of failed rules that only flag; may be empty
   */
  record Late(Event event, List<String> rules) implements Verdict {
    public Late {
      rules = List.copyOf(rules);
    }
  }
}
