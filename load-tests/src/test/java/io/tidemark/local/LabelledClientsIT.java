package io.tidemark.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Maturity;
import io.tidemark.avro.Resolution;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The programs of the page of clients read labelled examples as the service writes them: in
 * transactions, one of which is aborted, and compressed.
 */
@ExtendWith(SharedStackExtension.class)
class LabelledClientsIT {
  private static final Namespace NAMES = new Namespace("clients");
  private static final Instant DECIDED = Instant.parse("2026-11-01T00:00:00Z");

  @TempDir static Path folder;
  private static Map<String, String> addresses;

  @BeforeAll
  static void write(Stack stack) throws Exception {
    String topic = NAMES.topic("tidemark.labelled");
    addresses =
        Map.of(
            "localhost:9092", stack.bootstrapServers(),
            "http://localhost:8081", stack.registryUrl(),
            "tidemark.labelled", topic);
    new Topics(stack.bootstrapServers()).create(topic);
    Map<String, Object> asTheService =
        Map.of(
            "bootstrap.servers", stack.bootstrapServers(),
            "transactional.id", NAMES.name(),
            "compression.type", "lz4");
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (SchemaRegistry registry =
            SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(asTheService, bytes, bytes)) {
      AvroWriter writer = new AvroWriter(registry, true);
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(record(topic, writer, example("r-8", 0, 1.0))).get();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(record(topic, writer, example("r-9", 0, 0.0)));
      producer.send(record(topic, writer, example("r-10", 0, 0.0)));
      producer.send(record(topic, writer, example("r-9", 1, 1.0)));
      producer.commitTransaction();
    }
  }

  private static LabelledExample example(String request, int revision, double label) {
    return LabelledExample.newBuilder()
        .setRequestId(request)
        .setModel("ranker")
        .setModelVersion("v3")
        .setLabel("click")
        .setLabelValue(label)
        .setPredictionTime(DECIDED)
        .setResolution(label > 0 ? Resolution.OUTCOME : Resolution.TIMEOUT)
        .setRevision(revision)
        .setMaturity(Maturity.FINAL)
        .setRawFeatures(Map.of("spend_24h", 25.5))
        .build();
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, AvroWriter writer, LabelledExample example) {
    byte[] key = ("ranker|" + example.getRequestId() + "|click").getBytes(UTF_8);
    return new ProducerRecord<>(topic, key, writer.write(topic + "-value", example));
  }

  @ParameterizedTest
  @ValueSource(strings = {"python-labelled", "java-labelled"})
  void newestOfEveryKeyIsRead(String mark) throws Exception {
    assertThat(ClientProgram.of(mark, addresses, folder).output().lines())
        .containsExactly("r-9 1.0 25.5", "r-10 0.0 25.5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"go-labelled", "node-labelled"})
  void everyExampleIsFollowed(String mark) throws Exception {
    assertThat(ClientProgram.of(mark, addresses, folder).lines(3))
        .containsExactly("r-9 0 25.5", "r-10 0 25.5", "r-9 1 25.5");
  }
}
