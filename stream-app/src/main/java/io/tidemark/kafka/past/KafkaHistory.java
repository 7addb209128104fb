package io.tidemark.kafka.past;

import io.tidemark.kafka.KafkaClients;
import io.tidemark.kafka.gate.RegistryGate;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The past of topics, read by consumers of their own that are in no group and commit nothing.
 *
 * @param clients makes the consumers
 * @param applicationId the group whose offsets say where the application resumes
 * @param gate holds back records whose schema cannot be looked up
 */
public record KafkaHistory(KafkaClients clients, String applicationId, RegistryGate gate)
    implements SourceHistory {

  @Override
  public OptionalLong resumesAt(TopicPartition partition) {
    try (Consumer<byte[], byte[]> consumer = clients.offsetReader(applicationId)) {
      OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
      return committed == null ? OptionalLong.empty() : OptionalLong.of(committed.offset());
    }
  }

  @Override
  public int partitions(String topic) {
    try (Consumer<byte[], byte[]> consumer = clients.reader("history")) {
      return consumer.partitionsFor(topic).size();
    }
  }

  @Override
  public Consumer<byte[], byte[]> open(TopicPartition partition) {
    Consumer<byte[], byte[]> consumer = gate.guard(clients.bulkReader("history-" + partition));
    consumer.assign(List.of(partition));
    return consumer;
  }
}
