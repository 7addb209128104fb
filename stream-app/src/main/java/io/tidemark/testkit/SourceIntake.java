package io.tidemark.testkit;

import io.tidemark.contribution.EntityFeatures;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.CheckedDefinitions.CheckedGroup;
import io.tidemark.definition.CheckedDefinitions.CheckedSource;
import io.tidemark.definition.ClockMode;
import io.tidemark.definition.EventTimeException;
import io.tidemark.definition.EventTimeReader;
import io.tidemark.definition.Source;
import io.tidemark.definition.WindowTime;
import io.tidemark.event.Event;
import io.tidemark.event.Fields;
import io.tidemark.event.avro.AvroLayout;
import io.tidemark.validation.CompiledRule;
import io.tidemark.validation.EventChecks;
import io.tidemark.validation.EventValidator;
import io.tidemark.validation.HeldBack;
import io.tidemark.validation.HeldBack.Held;
import io.tidemark.validation.InMemorySeenIds;
import io.tidemark.validation.LateCheck;
import io.tidemark.validation.StreamTime;
import io.tidemark.validation.Verdict;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/** Reads the events of one source, as one task of the service does. */
final class SourceIntake {
  /** More than a test feeds. */
  private static final int MOST_IDS = 10_000_000;

  private final Source source;
  private final EventRecords records;
  private final AvroLayout layout;
  private final EventValidator validator;
  private final LateCheck lateness;
  private final WindowTime rule;
  private final LongSupplier wallMs;
  private final StreamTime time;
  private final HeldBack<Fields> held;
  private long unnamed;

  SourceIntake(
      CheckedDefinitions definitions, CheckedSource checked, Schema schema, LongSupplier wallMs) {
    this.source = checked.source();
    this.records = new EventRecords(source.name(), schema);
    this.layout = AvroLayout.of(schema);
    this.rule = definitions.definitions().time();
    this.wallMs = wallMs;
    this.time = new StreamTime(rule);
    this.held = new HeldBack<>(rule, time);
    List<CheckedGroup> groups = definitions.groupsOf(source);
    this.validator =
        new EventValidator(
            checks(checked, groups),
            new InMemorySeenIds(source.dedupWindow(), MOST_IDS),
            time::isAhead);
    this.lateness =
        new LateCheck(EntityFeatures.longestWindow(EntityFeatures.of(definitions), source));
  }

  private static EventChecks checks(CheckedSource checked, List<CheckedGroup> groups) {
    List<CompiledRule> rules =
        checked.rules().stream()
            .map(rule -> new CompiledRule(rule.rule().name(), rule.expect(), rule.rule().onFail()))
            .toList();
    List<List<String>> keys =
        groups.stream().map(group -> group.entity().key()).distinct().toList();
    return new EventChecks(
        checked.source(), keys, rules, fields -> read(checked.eventTime(), fields));
  }

  private static long read(EventTimeReader reader, Fields fields) {
    try {
      return reader.read(fields);
    } catch (EventTimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Checks an event and hands it on where it counts, with what it confirms.
   *
   * @param at event time where {@code values} does not have its field
   * @param features takes events with what time it is in the stream
   */
  EventVerdict take(Map<String, ?> values, Instant at, ObjLongConsumer<Event> features) {
    EventVerdict told = take(layout.fields(records.of(completed(values, at))), features);
    for (Fields next = held.nextConfirmed(); next != null; next = held.nextConfirmed()) {
      take(next, features);
    }
    return told;
  }

  private EventVerdict take(Fields fields, ObjLongConsumer<Event> features) {
    Verdict verdict = validator.validate(fields, wallMs.getAsLong());
    if (verdict instanceof Verdict.Ahead ahead) {
      held.hold(new Held<>(validator.keyOf(fields), ahead.event().timeMs(), fields));
      return EventVerdict.of(verdict);
    }
    return accepted(verdict)
        .map(event -> believe(event, verdict, features))
        .orElseGet(() -> EventVerdict.of(verdict));
  }

  private EventVerdict believe(Event event, Verdict verdict, ObjLongConsumer<Event> features) {
    if (rule.clock() == ClockMode.STREAM) {
      time.believe(event.timeMs());
      held.believed();
    }
    EventVerdict told = EventVerdict.of(lateness.apply(verdict, nowMs(event)));
    features.accept(event, time.nowMs());
    return told;
  }

  private long nowMs(Event event) {
    if (rule.clock() == ClockMode.WALL) {
      return wallMs.getAsLong();
    }
    return time.nowMs() == StreamTime.NOT_SET ? event.timeMs() : time.nowMs();
  }

  private static Optional<Event> accepted(Verdict verdict) {
    if (verdict instanceof Verdict.Valid valid) {
      return Optional.of(valid.event());
    }
    return verdict instanceof Verdict.Flagged flagged
        ? Optional.of(flagged.event())
        : Optional.empty();
  }

  private Map<String, Object> completed(Map<String, ?> values, Instant at) {
    Map<String, Object> all = new LinkedHashMap<>(values);
    putWhereNone(all, source.eventTime(), () -> written(at));
    if (source.eventId() != null) {
      putWhereNone(all, source.eventId(), () -> records.identity(source.eventId(), ++unnamed));
    }
    return all;
  }

  @SuppressWarnings("unchecked")
  private static void putWhereNone(Map<String, Object> all, String path, Supplier<Object> value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      if (!all.containsKey(path)) {
        all.put(path, value.get());
      }
      return;
    }
    Object owner = all.getOrDefault(path.substring(0, dot), Map.of());
    if (owner instanceof Map<?, ?> fields) {
      Map<String, Object> nested = new LinkedHashMap<>((Map<String, Object>) fields);
      putWhereNone(nested, path.substring(dot + 1), value);
      all.put(path.substring(0, dot), nested);
    }
  }

  private Object written(Instant at) {
    return switch (source.eventTimeUnit()) {
      case LOGICAL_TYPE -> at;
      case EPOCH_SECONDS -> at.getEpochSecond();
      case EPOCH_MILLIS -> at.toEpochMilli();
      case EPOCH_MICROS -> Math.multiplyExact(at.toEpochMilli(), 1_000L);
      case ISO_8601 -> at.toString();
    };
  }
}
