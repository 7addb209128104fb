package io.tidemark.kafka.ingest;

import io.tidemark.contribution.Observed;
import io.tidemark.contribution.TombstoneKey;
import io.tidemark.definition.ClockMode;
import io.tidemark.definition.SourceRecords.Tombstones;
import io.tidemark.event.Event;
import io.tidemark.event.Fields;
import io.tidemark.kafka.ingest.RecordIntake.Checked;
import io.tidemark.kafka.past.Backfill;
import io.tidemark.kafka.seen.StoredSeenIds;
import io.tidemark.kafka.state.CommitHook;
import io.tidemark.monitoring.metrics.RecordOutcome;
import io.tidemark.records.Ingested;
import io.tidemark.validation.EventValidator;
import io.tidemark.validation.Reason;
import io.tidemark.validation.SeenIds;
import io.tidemark.validation.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Reads the records of a source: each ends as exactly one of valid, flagged, duplicate, late or
 * quarantined. Valid, flagged and late events go on; a duplicate changes nothing. Groups that were
 * declared later are fed from the past between them.
 */
final class EventProcessor implements Processor<byte[], byte[], byte[], Ingested<Observed>> {
  private static final String NO_KEY =
      "a record without a value erases the entity whose key it has (tombstones: erase), and this key"
          + " is none: write the entity's key in UTF-8, several fields joined with '|'";

  private static final Duration BACKFILL_INTERVAL = Duration.ofMillis(20);

  private final EventSetup setup;
  private RecordIntake<Fields> intake;
  private EventValidator validator;
  private PartitionTime time;
  private Backfill backfill;
  private Cancellable steps;
  private ProcessorContext<byte[], Ingested<Observed>> context;

  EventProcessor(EventSetup setup) {
    this.setup = setup;
  }

  @Override
  public void init(ProcessorContext<byte[], Ingested<Observed>> processorContext) {
    context = processorContext;
    intake =
        new RecordIntake<>(
            setup.name(),
            setup.reading().tombstones(),
            setup.reading().reader().get(),
            setup.entities(),
            setup.reading().wall(),
            setup.metrics());
    setup.metrics().fieldsOf(setup.name(), setup.reading().fields());
    time = PartitionTime.of(setup.reading().wall(), setup.timeStores(), setup.heldMs(), context);
    validator = new EventValidator(setup.reading().checks(), seenIds(), time::isAhead);
    backfill =
        new Backfill(
            setup.past(),
            context.taskId().partition(),
            context.getStateStore(setup.backfillStore()),
            time::streamMs,
            this::pass);
    steps = context.schedule(BACKFILL_INTERVAL, PunctuationType.WALL_CLOCK_TIME, at -> stepBack());
  }

  private void pass(Observed observed) {
    context.forward(
        new Record<>(null, new Ingested.Accepted<>(observed), setup.reading().wall().millis()));
  }

  private void stepBack() {
    backfill.step();
    if (backfill.isOver()) {
      backfill.close();
      steps.cancel();
    }
  }

  @Override
  public void close() {
    if (backfill != null) {
      backfill.close();
      time.close();
    }
  }

  private SeenIds seenIds() {
    if (!setup.reading().deduplicates()) {
      return null;
    }
    StoredSeenIds ids =
        new StoredSeenIds(context.getStateStore(setup.seenStore()), setup.reading().dedupWindow());
    CommitHook.beforeCommit(context, setup.seenHook(), ids::save);
    return ids;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    backfill.settle();
    read(new RawRecord(record, context.recordMetadata().orElseThrow().offset()));
    time.decide(this::read, this::refuse);
  }

  private void read(RawRecord raw) {
    if (raw.record().value() == null && setup.reading().tombstones() == Tombstones.ERASE) {
      erase(raw);
      return;
    }
    intake.take(raw.record(), at(raw), fields -> check(fields, raw), context::forward);
  }

  /** Says whom a record without a value erases, in the order of the events beside it. */
  private void erase(RawRecord raw) {
    Optional<String> key = TombstoneKey.of(raw.record().key(), setup.reading().recordKey());
    if (key.isEmpty()) {
      refuse(raw, new Verdict.Quarantined(Reason.MISSING_KEY, null, NO_KEY));
      return;
    }
    read(RecordOutcome.TOMBSTONE);
    RecordMetadata at = at(raw);
    String id = "tombstone:" + at.topic() + ":" + at.partition() + ":" + at.offset();
    boolean byRecords = setup.time().clock() == ClockMode.STREAM;
    long beforeMs = byRecords ? time.streamMs() : raw.record().timestamp();
    context.forward(
        raw.record()
            .withValue(new Ingested.Accepted<>(new Observed.Erased(key.get(), id, beforeMs))));
  }

  private void refuse(RawRecord raw, Verdict.Quarantined why) {
    intake.<Observed>refuse(raw.record(), at(raw), why, context::forward);
  }

  private RecordMetadata at(RawRecord raw) {
    return raw.at(setup.reading().topic(), context.taskId().partition());
  }

  private Checked<Observed> check(Fields fields, RawRecord raw) {
    Verdict verdict = validator.validate(fields, setup.reading().wall().millis());
    if (verdict instanceof Verdict.Ahead ahead) {
      time.hold(validator.keyOf(ahead.event().fields()), ahead.event().timeMs(), raw);
      return Checked.ignored();
    }
    if (verdict instanceof Verdict.Quarantined refusal) {
      return Checked.refused(refusal);
    }
    if (verdict instanceof Verdict.Duplicate) {
      read(RecordOutcome.DUPLICATE);
      return Checked.ignored();
    }
    Event event = event(verdict);
    countNulls(fields);
    time.believe(event.timeMs());
    count(setup.lateness().apply(verdict, time.nowMs(event.timeMs())));
    setup.metrics().eventSeen(setup.name(), event.timeMs());
    return Checked.accepted(new Observed.Live(event, time.streamMs()));
  }

  private static Event event(Verdict verdict) {
    return verdict instanceof Verdict.Valid valid
        ? valid.event()
        : ((Verdict.Flagged) verdict).event();
  }

  private void count(Verdict verdict) {
    if (verdict instanceof Verdict.Valid) {
      read(RecordOutcome.VALID);
    } else if (verdict instanceof Verdict.Flagged flagged) {
      read(RecordOutcome.FLAGGED);
      failed(flagged.rules());
    } else if (verdict instanceof Verdict.Late late) {
      read(RecordOutcome.LATE);
      failed(late.rules());
    }
  }

  private void countNulls(Fields fields) {
    for (String field : setup.reading().fields()) {
      if (fields.get(field) == null) {
        setup.metrics().fieldWasNull(setup.name(), field);
      }
    }
  }

  private void read(RecordOutcome outcome) {
    setup.metrics().recordRead(setup.name(), outcome);
  }

  private void failed(List<String> rules) {
    rules.forEach(rule -> setup.metrics().ruleFailed(setup.name(), rule));
  }
}
