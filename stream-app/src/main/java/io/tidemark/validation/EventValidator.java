package io.tidemark.validation;

import io.tidemark.definition.Rule;
import io.tidemark.event.Event;
import io.tidemark.event.Fields;
import io.tidemark.expression.EvaluationException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongPredicate;

/**
 * Checks the decoded events of one source: required fields, entity keys, event time, rules, how far
 * ahead of stream time it is, duplicates, in this order; the first failure decides. An id is
 * remembered only for an event that passed everything else, so a corrected event may be sent again
 * under the same id.
 *
 * <p>Never throws for anything a producer sends. As thread-safe as its {@link SeenIds} and
 * expressions.
 */
public final class EventValidator {
  private final EventChecks checks;
  private final EventTimeBounds timeBounds;
  private final SeenIds seen;
  private final LongPredicate ahead;

  /**
   * A validator that believes every time within the source's bounds.
   *
   * @param seen asked when the source declares an event id; may be {@code null} otherwise
   */
  public EventValidator(EventChecks checks, SeenIds seen) {
    this(checks, seen, timeMs -> false);
  }

  /**
   * A validator.
   *
   * @param seen asked when the source declares an event id; may be {@code null} otherwise
   * @param ahead whether an event of this time is further ahead than one may be
   */
  public EventValidator(EventChecks checks, SeenIds seen, LongPredicate ahead) {
    this.checks = checks;
    this.ahead = ahead;
    this.timeBounds = new EventTimeBounds(checks.source().maxFutureSkew().toMillis());
    this.seen =
        checks.source().eventId() == null
            ? null
            : Objects.requireNonNull(seen, "a source with an event id needs a memory of ids");
  }

  /**
   * Checks one event.
   *
   * @param wallMs the wall clock, milliseconds since the Unix epoch; also where windows follow
   *     stream time, because an event after a quiet night is no event from the future
   * @return anything but {@link Verdict.Late}, which depends on windows: see {@link LateCheck}
   */
  public Verdict validate(Fields fields, long wallMs) {
    try {
      requireFields(fields);
      Event event = new Event(fields, eventTimeMs(fields, wallMs), eventId(fields));
      List<String> flags = applyRules(fields);
      if (ahead.test(event.timeMs())) {
        return new Verdict.Ahead(event);
      }
      if (seen != null && !seen.firstTime(event.id(), event.timeMs())) {
        return new Verdict.Duplicate(event);
      }
      return flags.isEmpty() ? new Verdict.Valid(event) : new Verdict.Flagged(event, flags);
    } catch (RefusedException e) {
      return e.verdict();
    }
  }

  /** A number that stands for the entity an event is about; the same one for all where none is. */
  public long keyOf(Fields fields) {
    for (List<String> key : checks.entityKeys()) {
      if (!lacksOne(key, fields)) {
        return key.stream().map(name -> fields.get(name).toString()).toList().hashCode();
      }
    }
    return 0;
  }

  private void requireFields(Fields fields) throws RefusedException {
    for (String name : checks.source().required()) {
      FieldAccess.required(fields, name);
    }
    FieldAccess.required(fields, checks.source().eventTime());
    eventId(fields);
    if (isOfNoEntity(fields)) {
      throw new RefusedException(
          Reason.MISSING_KEY,
          null,
          "No entity can be told from the event: no field of one key of "
              + checks.entityKeys()
              + " may be null or empty. Have the producer set them.");
    }
    for (List<String> key : checks.entityKeys()) {
      for (String name : key) {
        FieldAccess.boundKey(name, fields.get(name));
      }
    }
  }

  private boolean isOfNoEntity(Fields fields) {
    for (List<String> key : checks.entityKeys()) {
      if (!lacksOne(key, fields)) {
        return false;
      }
    }
    return !checks.entityKeys().isEmpty();
  }

  private static boolean lacksOne(List<String> key, Fields fields) {
    for (String name : key) {
      Object part = fields.get(name);
      if (part == null || "".equals(part)) {
        return true;
      }
    }
    return false;
  }

  private String eventId(Fields fields) throws RefusedException {
    String name = checks.source().eventId();
    return name == null ? null : FieldAccess.scalarIdentifier(fields, name);
  }

  private long eventTimeMs(Fields fields, long wallMs) throws RefusedException {
    long timeMs;
    try {
      timeMs = checks.eventTime().applyAsLong(fields);
    } catch (IllegalArgumentException
        | DateTimeException
        | ArithmeticException
        | ClassCastException e) {
      throw new RefusedException(
          Reason.BAD_EVENT_TIME,
          checks.source().eventTime(),
          "Event time "
              + Detail.value(fields.get(checks.source().eventTime()))
              + " cannot be read: "
              + Detail.value(e.getMessage())
              + ". Check the field's unit in the definition.");
    }
    return timeBounds.check(timeMs, wallMs);
  }

  /** Returns the names of failed rules that only flag. */
  private List<String> applyRules(Fields fields) throws RefusedException {
    List<String> flags = new ArrayList<>();
    for (CompiledRule rule : checks.rules()) {
      RefusedException failure = failure(rule, fields);
      if (failure != null && rule.onFail() == Rule.OnFail.QUARANTINE) {
        throw failure;
      }
      if (failure != null) {
        flags.add(rule.name());
      }
    }
    return flags;
  }

  private static RefusedException failure(CompiledRule rule, Fields fields) {
    try {
      Object result = rule.expect().evaluate(fields);
      return Boolean.TRUE.equals(result) ? null : failed(rule, result);
    } catch (EvaluationException e) {
      return new RefusedException(
          Reason.RULE_ERROR,
          rule.name(),
          "Rule " + rule.name() + " failed to evaluate: " + e.getMessage());
    }
  }

  private static RefusedException failed(CompiledRule rule, Object result) {
    return new RefusedException(
        Reason.RULE_FAILED,
        rule.name(),
        "Rule " + rule.name() + " is " + result + ": expected " + rule.expect().text());
  }
}
