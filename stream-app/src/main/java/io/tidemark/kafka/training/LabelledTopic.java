package io.tidemark.kafka.training;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Maturity;
import io.tidemark.kafka.BoundedReading;
import io.tidemark.kafka.KafkaClients;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.training.KnownExamples;
import io.tidemark.training.LeftOut;
import io.tidemark.training.Selection;
import io.tidemark.training.fold.ExampleFold;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.DecodingException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/**
 * The topic of labelled examples as it was known at a time. For one thread.
 *
 * <p>When a record was written is its time on the topic, which is the broker's where the service
 * made it. What has been erased since is not shown.
 */
public final class LabelledTopic implements KnownExamples, AutoCloseable {
  private static final int RECORDS_PER_WORD = 1_000;

  /** A command reads to the end, however much there is. */
  private static final Duration PATIENCE = Duration.ofDays(365);

  private final Selection selection;
  private final AvroReader<LabelledExample> reader;
  private final ExampleFold fold;
  private final Map<Integer, long[]> offsets = new TreeMap<>();
  private long records;
  private long foreign;
  private long producersTime;

  private LabelledTopic(Selection selection, AvroReader<LabelledExample> reader, ExampleFold fold) {
    this.selection = selection;
    this.reader = reader;
    this.fold = fold;
  }

  /** Told now and then how far the reading is. */
  @FunctionalInterface
  public interface Progress {
    void at(long offsetsRead, long offsets);
  }

  /**
   * Reads it.
   *
   * @param topic its name
   * @param folder for what is kept meanwhile; may not be there yet
   */
  public static LabelledTopic read(
      KafkaClients clients,
      String topic,
      SchemaRegistry registry,
      Selection selection,
      Path folder,
      Progress progress) {
    LabelledTopic read =
        new LabelledTopic(
            selection,
            AvroReader.specific(registry, LabelledExample.class),
            new ExampleFold(folder, selection.asOf()));
    try (Consumer<byte[], byte[]> consumer = clients.bulkReader("labelled");
        Consumer<byte[], byte[]> ends = clients.endReader("tidemark-export")) {
      read.read(new BoundedReading(consumer, ends, topic, PATIENCE), progress);
      return read;
    } catch (RuntimeException e) {
      read.close();
      throw e;
    }
  }

  private void read(BoundedReading reading, Progress progress) {
    long offsetsInAll = reading.offsets();
    boolean whole =
        reading.read(
            Map.of(),
            record -> {
              take(record);
              if (++records % RECORDS_PER_WORD == 0) {
                progress.at(offsetsInAll - reading.offsetsLeft(), offsetsInAll);
              }
              return true;
            });
    progress.at(offsetsInAll, offsetsInAll);
    if (!whole) {
      throw new IllegalStateException(
          "Topic %s could not be read to its end: try again".formatted(reading.topic()));
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    boolean known = record.timestamp() < selection.asOf().toEpochMilli();
    if (known) {
      offsets
              .computeIfAbsent(
                  record.partition(), partition -> new long[] {record.offset(), record.offset()})[
              1] =
          record.offset() + 1;
    }
    producersTime += record.timestampType() == TimestampType.LOG_APPEND_TIME ? 0 : 1;
    LabelledExample example = record.key() == null ? null : decoded(record);
    if (record.key() != null && record.value() == null) {
      fold.erase(record.key());
    } else if (example == null) {
      foreign += known ? 1 : 0;
    } else if (selection.concerns(example)) {
      fold.add(
          new ExampleFold.Version(
              record.key(),
              record.timestamp(),
              example.getRevision(),
              example.getPredictionTime().toEpochMilli(),
              mayBeFirst(example),
              record.value()));
    }
  }

  /** {@code null} for none of ours. */
  private LabelledExample decoded(ConsumerRecord<byte[], byte[]> record) {
    try {
      return record.value() == null ? null : reader.read(record.value());
    } catch (DecodingException e) {
      return null;
    }
  }

  /** What was before the word that a window has closed was said while it was open. */
  private boolean mayBeFirst(LabelledExample example) {
    return example.getMaturity() == Maturity.FINAL
        && !selection.alsoWanted().contains(LeftOut.OPEN);
  }

  @Override
  public void forEach(java.util.function.Consumer<LabelledExample> visitor) {
    fold.forEach(value -> visitor.accept(reader.read(value)));
  }

  /** By partition the first record that counted, and the one after the last. */
  public Map<Integer, long[]> offsets() {
    return offsets;
  }

  /** How many records of the time were none of ours. */
  public long foreign() {
    return foreign;
  }

  /** How many examples were known. */
  public long known() {
    return fold.rows();
  }

  /** How many examples were known, and have been erased since. */
  public long erased() {
    return fold.erased();
  }

  /** Of how many examples the topic does not have any more what was known at the time. */
  public long compacted() {
    return fold.lost();
  }

  /** How many records say when they were written by somebody's clock that is not the broker's. */
  public long producersTime() {
    return producersTime;
  }

  @Override
  public void close() {
    fold.close();
  }
}
