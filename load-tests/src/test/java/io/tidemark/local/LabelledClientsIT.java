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
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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
  private static final Map<String, Object> SPEND = Map.of("spend_24h", 25.5);
  private static final Instant DECIDED = Instant.parse("2026-11-01T00:00:00Z");

  @TempDir static Path folder;
  private static Map<String, String> addresses;

  @BeforeAll
  static void write(Stack stack) throws Exception {
    String topic = NAMES.topic("tidemark.labelled");
    addresses =
        Map.of(
            "localhost:9092", stack.bootstrapServers(),
            "http://localhost:8081/apis/ccompat/v7", stack.registryUrl(),
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
      producer.send(record(topic, writer, example("r-8", 0, 1.0, SPEND))).get();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(record(topic, writer, example("r-9", 0, 0.0, SPEND)));
      producer.send(record(topic, writer, example("r-10", 0, 0.0, SPEND)));
      producer.send(record(topic, writer, example("r-9", 1, 1.0, SPEND)));
      producer.send(record(topic, writer, example("r-11", 0, 1.0, nothing())));
      producer.send(record(topic, writer, example("r-12", 0, 0.0, Map.of("other", 1.0))));
      producer.send(record(topic, writer, example("r-13", 0, 1.0, Map.of("spend_24h", 3L))));
      producer.send(record(topic, writer, example("r-14", 0, null, SPEND)));
      producer.send(record(topic, writer, example("r-15", 0, 1.0, SPEND)));
      producer.commitTransaction();
    }
  }

  private static Map<String, Object> nothing() {
    Map<String, Object> features = new HashMap<>();
    features.put("spend_24h", null);
    return features;
  }

  private static LabelledExample example(
      String request, int revision, Double label, Map<String, Object> features) {
    return LabelledExample.newBuilder()
        .setRequestId(request)
        .setModel("ranker")
        .setModelVersion("v3")
        .setLabel("click")
        .setLabelValue(label)
        .setPredictionTime(DECIDED)
        .setResolution(label == null ? Resolution.UNLABELLED : Resolution.OUTCOME)
        .setRevision(revision)
        .setMaturity(Maturity.FINAL)
        .setRawFeatures(features)
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
    assertThat(ClientProgram.of(mark, addresses, folder).output().replace("None", "null").lines())
        .containsExactly(
            "r-9 1.0 25.5",
            "r-10 0.0 25.5",
            "r-11 1.0 null",
            "r-12 0.0 null",
            "r-13 1.0 3",
            "r-14 null 25.5",
            "r-15 1.0 25.5");
  }

  @Test
  void everyExampleThatIsLabelledIsFollowedInGo() throws Exception {
    assertThat(ClientProgram.of("go-labelled", addresses, folder).lines(7))
        .containsExactly(
            "r-9 0 25.5",
            "r-10 0 25.5",
            "r-9 1 25.5",
            "r-11 1 <nil>",
            "r-12 0 <nil>",
            "r-13 1 3",
            "r-15 1 25.5");
  }

  @Test
  void everyExampleIsFollowedInNode() throws Exception {
    assertThat(ClientProgram.of("node-labelled", addresses, folder).lines(8))
        .containsExactly(
            "r-9 0 25.5",
            "r-10 0 25.5",
            "r-9 1 25.5",
            "r-11 1 null",
            "r-12 0 null",
            "r-13 1 3",
            "r-14 null 25.5",
            "r-15 1 25.5");
  }
}
