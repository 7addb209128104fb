package io.tidemark.kafka.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.Quarantined;
import io.tidemark.join.Fate;
import io.tidemark.join.Fate.Kind;
import io.tidemark.join.ReadAt;
import io.tidemark.kafka.SettableClock;
import io.tidemark.kafka.ingest.IngestTopology;
import io.tidemark.kafka.ingest.QuarantineSink;
import io.tidemark.kafka.ingest.RawRecord;
import io.tidemark.kafka.ingest.SourceRecord;
import io.tidemark.kafka.join.JoinTopology.Joined;
import io.tidemark.kafka.join.Sided.Refusable;
import io.tidemark.monitoring.metrics.PrometheusExport;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When an outcome that several models may hold is an orphan. */
class UnjoinedProcessorTest {
  private static final byte[] WIRE = {0, 0, 0, 0, 7, 42};
  private static final ReadAt READ_AT = new ReadAt("outcomes", 2, 9);
  private static final Refusable SOURCE =
      new Refusable(
          WIRE,
          new SourceRecord(2, new RawRecord(new Record<>(null, WIRE, 5, new RecordHeaders()), 9))
              .besides(WIRE));

  private final KeyValueStore<String, byte[]> store =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore("held-outcomes"), Serdes.String(), Serdes.ByteArray())
          .withLoggingDisabled()
          .build();

  @TempDir Path folder;
  private MockProcessorContext<byte[], Quarantined> context;

  @BeforeEach
  void open() {
    context = context();
    store.init(context.getStateStoreContext(), store);
  }

  private MockProcessorContext<byte[], Quarantined> context() {
    return new MockProcessorContext<>(new Properties(), new TaskId(4, 0), folder.toFile());
  }

  /** As a task begins that has the state of the one before. */
  private UnjoinedProcessor start(String... models) {
    context = context();
    context.addStateStore(store);
    IngestTopology ingest =
        new IngestTopology(
            new QuarantineSink("quarantine", null),
            null,
            null,
            null,
            null,
            new SettableClock(),
            new PrometheusExport().metrics().ingest());
    UnjoinedProcessor processor =
        new UnjoinedProcessor(
            new UnjoinedTopology(ingest, "outcomes", List.of(models), Set.of("predictions")));
    processor.init(context);
    context.scheduledPunctuators().forEach(p -> p.getPunctuator().punctuate(0));
    return processor;
  }

  private static void asked(UnjoinedProcessor processor, String model, Kind kind) {
    Joined said = new Joined.Said(model, new Fate(READ_AT, kind), SOURCE);
    processor.process(new Record<>("r", said, 0));
  }

  private static void later(UnjoinedProcessor processor, String model, Kind kind) {
    Joined said = new Joined.Said(model, new Fate(READ_AT, kind), null);
    processor.process(new Record<>("r", said, 0));
  }

  private int orphans() {
    return context.forwarded().size();
  }

  @Test
  void lastModelToGiveItUpMakesTheOrphan() {
    UnjoinedProcessor processor = start("a", "b");
    asked(processor, "a", Kind.HELD);
    asked(processor, "b", Kind.HELD);
    later(processor, "b", Kind.ORPHANED);
    assertThat(orphans()).isZero();
    later(processor, "a", Kind.ORPHANED);
    assertThat(orphans()).isEqualTo(1);
    Quarantined record = (Quarantined) context.forwarded().get(0).record().value();
    assertThat(record.getSourcePartition()).isEqualTo(2);
    assertThat(record.getSourceOffset()).isEqualTo(9);
    assertThat(record.getValue().array()).isEqualTo(WIRE);
  }

  @Test
  void modelThatKnowsItsRequestIsEnoughInWhicheverOrderTheySpeak() {
    for (boolean first : List.of(true, false)) {
      UnjoinedProcessor processor = start("a", "b");
      asked(processor, "a", first ? Kind.SETTLED : Kind.HELD);
      asked(processor, "b", first ? Kind.HELD : Kind.SETTLED);
      later(processor, "a", Kind.ORPHANED);
      later(processor, "b", Kind.ORPHANED);
      assertThat(orphans()).isZero();
    }
  }

  @Test
  void modelThatGetsItsPredictionLetsItGo() {
    UnjoinedProcessor processor = start("a", "b");
    asked(processor, "a", Kind.HELD);
    asked(processor, "b", Kind.HELD);
    later(processor, "a", Kind.ORPHANED);
    later(processor, "b", Kind.SETTLED);
    assertThat(orphans()).isZero();
    assertThat(store.get(HeldOutcomes.row(READ_AT, "r"))).isNull();
  }

  @Test
  void whatIsGivenUpInTheSameBreathIsAnOrphanOnceAllHaveSpoken() {
    UnjoinedProcessor processor = start("a", "b");
    asked(processor, "a", Kind.HELD);
    later(processor, "a", Kind.ORPHANED);
    asked(processor, "b", Kind.HELD);
    assertThat(orphans()).isZero();
    later(processor, "b", Kind.ORPHANED);
    assertThat(orphans()).isEqualTo(1);
  }

  @Test
  void modelThatIsDeclaredNoMoreKeepsNothing() {
    UnjoinedProcessor before = start("a", "b");
    asked(before, "a", Kind.HELD);
    asked(before, "b", Kind.HELD);
    later(before, "a", Kind.ORPHANED);
    start("a");
    assertThat(orphans()).isEqualTo(1);
    start("a");
    assertThat(orphans()).isZero();
  }
}
