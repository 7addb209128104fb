package io.tidemark.kafka.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.avro.ErasureReceipt;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the receipts that come after it was made. Not thread-safe. */
public final class ReceiptReader implements AutoCloseable {
  private final Consumer<byte[], byte[]> consumer;
  private final AvroReader<ErasureReceipt> reader;

  /**
   * A reader that stands at the end of the topic.
   *
   * @param consumer in no group; closed with the reader
   */
  public ReceiptReader(Consumer<byte[], byte[]> consumer, String topic, SchemaRegistry registry) {
    this.consumer = consumer;
    this.reader = AvroReader.specific(registry, ErasureReceipt.class);
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    // now, and not when it is first asked for records
    partitions.forEach(consumer::position);
  }

  /** The receipts of an erasure that come within a while, as soon as there are any. */
  public List<ErasureReceipt> poll(String erasureId, Duration patience) {
    List<ErasureReceipt> receipts = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
      if (record.key() != null && erasureId.equals(new String(record.key(), UTF_8))) {
        receipts.add(reader.read(record.value()));
      }
    }
    return receipts;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
