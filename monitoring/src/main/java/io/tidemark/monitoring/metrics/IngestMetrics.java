package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What becomes of the records that are read. Thread-safe. */
public final class IngestMetrics {
  static final MeterGroup METERS = new MeterGroup();

  private static final Meter RECORDS =
      METERS.counter(
          "tidemark.records",
          700,
          "Records read, each counted under exactly one outcome",
          "source",
          "outcome");
  private static final Meter SCHEMAS =
      METERS.counter(
          "tidemark.schema.records",
          1_000,
          "Records that decoded, by the id of the schema that wrote them; guid where they name it so",
          "source",
          "schema");
  private static final Meter QUARANTINED =
      METERS.counter(
          "tidemark.quarantined",
          1_000,
          "Records sent to quarantine, by reason code",
          "source",
          "reason");
  private static final Meter RULE_FAILURES =
      METERS.counter(
          "tidemark.rule.failures",
          1_000,
          "Events that failed a declared rule, kept or quarantined",
          "source",
          "rule");
  private static final Meter FIELD_NULLS =
      METERS.counter(
          "tidemark.field.nulls",
          1_000,
          "Null values in events that passed validation; over tidemark_records_total it is the null"
              + " ratio",
          "source",
          "field");
  private static final Meter FIELD_ABSENT =
      METERS.counter(
          "tidemark.field.absent",
          1_000,
          "Records whose schema lacks a field that definitions use, and no default stands for it",
          "source",
          "field");
  private static final Meter NEWEST_EVENT =
      METERS.secondsGauge(
          "tidemark.source.newest.event.timestamp",
          100,
          "Newest event time seen, since the epoch; absent before the first event",
          "source");
  private static final Meter FRESHNESS =
      METERS.secondsGauge(
          "tidemark.source.freshness",
          100,
          "Now less the newest event time; absent before the first event",
          "source");
  private static final Meter PAST_READ =
      METERS.counter(
          "tidemark.source.past.read",
          100,
          "Records read again for feature groups declared later",
          "source");
  private static final Meter PAST_REMAINING =
      METERS.gauge(
          "tidemark.source.past.remaining",
          100,
          "Offsets such groups are behind; absent before the first time",
          "source");
  private static final Meter TIME_HELD =
      METERS.secondsGauge(
          "tidemark.source.time.held",
          100,
          "How far ahead the nearest event is that no other confirms, added up over partitions;"
              + " absent under the wall clock",
          "source");

  private final BoundedSeries<Read, Counter> records;
  private final BoundedSeries<OfSchema, Counter> schemas;
  private final BoundedSeries<OfSource, Counter> quarantined;
  private final BoundedSeries<OfSource, Counter> ruleFailures;
  private final BoundedSeries<OfSource, Counter> fieldNulls;
  private final BoundedSeries<OfSource, Counter> fieldAbsent;
  private final Gauges<String> newestEvent;
  private final Gauges<String> freshness;
  private final BoundedSeries<String, Counter> pastRead;
  private final Levels<String> pastRemaining;
  private final Levels<String> timeHeld;
  private final Clock clock;
  private final Map<String, AtomicLong> newestMsBySource = new ConcurrentHashMap<>();

  private record Read(String source, RecordOutcome outcome) {
    List<String> tagValues() {
      return List.of(source, outcome.name().toLowerCase(Locale.ROOT));
    }
  }

  /** A reason, a rule or a field of a source. */
  private record OfSource(String source, String name) {
    List<String> tagValues() {
      return List.of(source, name);
    }
  }

  /** A schema that wrote records of a source; below 0 for those named by GUID. */
  private record OfSchema(String source, int id) {
    List<String> tagValues() {
      return List.of(source, id < 0 ? "guid" : String.valueOf(id));
    }
  }

  IngestMetrics(BoundMeters meters) {
    records = meters.counters(RECORDS, Read::tagValues);
    schemas = meters.counters(SCHEMAS, OfSchema::tagValues);
    quarantined = meters.counters(QUARANTINED, OfSource::tagValues);
    ruleFailures = meters.counters(RULE_FAILURES, OfSource::tagValues);
    fieldNulls = meters.counters(FIELD_NULLS, OfSource::tagValues);
    fieldAbsent = meters.counters(FIELD_ABSENT, OfSource::tagValues);
    newestEvent = meters.gauges(NEWEST_EVENT, List::of);
    freshness = meters.gauges(FRESHNESS, List::of);
    pastRead = meters.counters(PAST_READ);
    pastRemaining = meters.levels(PAST_REMAINING, List::of);
    timeHeld = meters.levels(TIME_HELD, List::of);
    clock = meters.clock();
  }

  /** Counts a record that was read, under its one outcome. */
  public void recordRead(String source, RecordOutcome outcome) {
    records.of(new Read(source, outcome)).increment();
  }

  /**
   * Counts a record that decoded, by the schema that wrote it.
   *
   * @param schemaId its id, 0 or more; null where the record names its schema by GUID
   */
  public void recordDecoded(String source, Integer schemaId) {
    schemas.of(new OfSchema(source, schemaId == null ? -1 : schemaId)).increment();
  }

  /**
   * Says that records of a source are read, and for what reasons they may be sent to quarantine:
   * every outcome and reason counts from 0.
   */
  public void recordsOf(String source, List<String> reasons) {
    Arrays.stream(RecordOutcome.values()).forEach(o -> records.of(new Read(source, o)));
    reasons.forEach(reason -> quarantined.of(new OfSource(source, reason)));
  }

  /**
   * Counts a record sent to quarantine; call {@link #recordRead} as well where it was just read.
   */
  public void recordQuarantined(String source, String reason) {
    quarantined.of(new OfSource(source, reason)).increment();
  }

  /** Counts an event that failed a rule. */
  public void ruleFailed(String source, String rule) {
    ruleFailures.of(new OfSource(source, rule)).increment();
  }

  /** Says what rules a source has: each counts from 0. */
  public void rulesOf(String source, Collection<String> rules) {
    rules.forEach(rule -> ruleFailures.of(new OfSource(source, rule)));
  }

  /** Counts a null in a field of a valid event. */
  public void fieldWasNull(String source, String field) {
    fieldNulls.of(new OfSource(source, field)).increment();
  }

  /** Says what fields of a source are used: each counts from 0. */
  public void fieldsOf(String source, Collection<String> fields) {
    for (String field : fields) {
      fieldNulls.of(new OfSource(source, field));
      fieldAbsent.of(new OfSource(source, field));
    }
  }

  /** Counts a record whose schema lacks a field. */
  public void fieldWasAbsent(String source, String field) {
    fieldAbsent.of(new OfSource(source, field)).increment();
  }

  /** Notes an event time of a source, in epoch milliseconds; the newest one counts. */
  public void eventSeen(String source, long eventTimeMs) {
    AtomicLong newest = newestMsBySource.get(source);
    if (newest == null) {
      newest = newestMsBySource.computeIfAbsent(source, s -> new AtomicLong(eventTimeMs));
      showFreshness(source, newest);
    }
    newest.accumulateAndGet(eventTimeMs, Math::max);
  }

  /** Newest event time seen of a source, in epoch milliseconds; empty before the first. */
  public OptionalLong newestEventMs(String source) {
    AtomicLong newest = newestMsBySource.get(source);
    return newest == null ? OptionalLong.empty() : OptionalLong.of(newest.get());
  }

  private void showFreshness(String source, AtomicLong newest) {
    newestEvent.show(source, () -> newest.get() / 1e3);
    freshness.show(source, () -> (clock.wallTime() - newest.get()) / 1e3);
  }

  /** Counts records read again for feature groups that were declared later. */
  public void pastRead(String source, long count) {
    pastRead.of(source).increment((double) count);
  }

  /** Notes by how much stream time is held back, in milliseconds; whole seconds are shown. */
  public void timeHeld(String source, long heldMs) {
    timeHeld.set(source, (heldMs + 999) / 1_000);
  }

  /** Notes how many offsets such groups are behind. */
  public void pastRemaining(String source, long count) {
    pastRemaining.set(source, count);
  }
}
