package io.tidemark.kafka.control;

import io.tidemark.avro.ControlCommand;
import io.tidemark.avro.ControlKind;
import io.tidemark.entity.Rebuilds;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.DecodingException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the control topic, so that every instance knows what it is asked to do.
 *
 * <p>{@link #catchUp} reads all of the topic before the topology starts; {@link #run} goes on from
 * there. A record that is no command, or one of a kind that is newer than this version, is skipped.
 */
public final class ControlFeed implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlFeed.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private final Consumer<byte[], byte[]> consumer;
  private final AvroReader<ControlCommand> reader;
  private final String topic;
  private volatile String rebuild = "";
  private volatile boolean running = true;

  public ControlFeed(
      Consumer<byte[], byte[]> consumer, AvroReader<ControlCommand> reader, String topic) {
    this.consumer = consumer;
    this.reader = reader;
    this.topic = topic;
  }

  /** The newest request to send every vector again; empty when there was none. */
  public String rebuild() {
    return rebuild;
  }

  /** Reads the topic up to its end at the time of the call. */
  public void catchUp() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      poll();
    }
  }

  @Override
  public void run() {
    try (consumer) {
      while (running) {
        poll();
      }
    } catch (WakeupException e) {
      LOG.debug("The control feed was asked to stop", e);
    }
  }

  @Override
  public void close() {
    running = false;
    consumer.wakeup();
  }

  private void poll() {
    ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
    batch.partitions().forEach(partition -> accept(partition, batch.records(partition)));
  }

  private void accept(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        accept(record);
      } catch (RegistryUnavailableException e) {
        LOG.warn("A command waits for the schema registry: {}", e.getMessage());
        consumer.seek(partition, record.offset());
        return;
      }
    }
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (record.value() == null) {
        return;
      }
      ControlCommand command = reader.read(record.value());
      if (command.getKind() == ControlKind.REBUILD) {
        String request = Rebuilds.request(command.getRequestedAt().toEpochMilli(), command.getId());
        rebuild = Rebuilds.later(rebuild, request);
        LOG.info("Rebuild {} asked for at {}", command.getId(), command.getRequestedAt());
      }
    } catch (DecodingException e) {
      LOG.warn("Skipped {}@{}: it is no command. {}", topic, record.offset(), e.getMessage());
    }
  }
}
