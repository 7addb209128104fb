package io.tidemark.kafka.erasure;

import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.Quarantined;
import io.tidemark.contribution.EntityInput;
import io.tidemark.kafka.state.TaskStores;
import io.tidemark.records.ErasureReceipts;
import io.tidemark.task.TaskTiming;
import io.tidemark.wire.AvroReader;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * The part of the graph that erases entities from quarantine: it reads what the others write there.
 *
 * @param topic of quarantine
 * @param reader of its values, one per task
 * @param partitions of the topic
 * @param kept how long it has a record, from when that was written
 * @param receipts writes what became of a request
 * @param sink where receipts go
 * @param timing how soon requests are carried out
 */
public record QuarantineErasing(
    String topic,
    Supplier<AvroReader<Quarantined>> reader,
    int partitions,
    Duration kept,
    ErasureReceipts receipts,
    ReceiptSink sink,
    TaskTiming timing) {
  /** What reaches a task: what came into quarantine, or an erasure. */
  sealed interface Input {
    /**
     * A record of the topic.
     *
     * @param wire its value; {@code null} of a tombstone
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Came(byte[] wire) implements Input {}

    /** The entity whose name is the record's key is to be erased. */
    record Asked(EntityInput.Erased erasure) implements Input {}
  }

  /** What a task says: a receipt, or that what was under the record's key is gone. */
  record Said(ErasureReceipt receipt) {}

  /**
   * Adds the part to the graph.
   *
   * @param asked erasures of entities of every kind
   */
  public void add(StreamsBuilder builder, AskedErasures asked) {
    TaskStores stores = new TaskStores(builder).timers(indexStore()).rows(erasureStore());
    KStream<String, Said> said =
        builder.stream(
                topic,
                Consumed.with(Serdes.String(), Serdes.ByteArray()).withName("read-quarantine"))
            .mapValues(wire -> (Input) new Input.Came(wire), Named.as("came-to-quarantine"))
            .merge(
                asked
                    .toAll(ErasureReceipts.QUARANTINE, partitions)
                    .mapValues(
                        input -> (Input) new Input.Asked((EntityInput.Erased) input),
                        Named.as("erase-from-quarantine")),
                Named.as("merge-erasures-quarantine"))
            .process(
                () -> new QuarantineErasingProcessor(this),
                Named.as("erase-quarantined"),
                stores.names());
    said.filter((key, one) -> one.receipt() == null, Named.as("gone-from-quarantine"))
        .mapValues(one -> (byte[]) null, Named.as("quarantine-tombstones"))
        .to(
            topic,
            Produced.with(Serdes.String(), Serdes.ByteArray()).withName("erased-from-quarantine"));
    sink.take(
        said.filter((key, one) -> one.receipt() != null, Named.as("answers-of-quarantine"))
            .mapValues(one -> (SpecificRecord) one.receipt(), Named.as("answer-of-quarantine")),
        ErasureReceipts.QUARANTINE);
  }

  String indexStore() {
    return "requests-quarantine";
  }

  String erasureStore() {
    return "erasures-quarantine";
  }
}
