package io.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Maturity;
import io.tidemark.avro.Quarantined;
import io.tidemark.avro.Resolution;
import io.tidemark.demo.Channel;
import io.tidemark.demo.DriftCheck;
import io.tidemark.demo.Fault;
import io.tidemark.demo.LabelCheck;
import io.tidemark.demo.Ledger;
import io.tidemark.demo.Place;
import io.tidemark.demo.QuarantineCheck;
import io.tidemark.demo.TrafficGenerator;
import io.tidemark.demo.TrafficPlan;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.AvroWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Traffic in and outputs back through a real broker and registry. The topics of the demo are looked
 * at as a whole: nothing else on the shared stack may use them.
 */
@ExtendWith(SharedStackExtension.class)
class TrafficIT {

  private static final Instant PAST = Instant.parse("2026-11-01T00:00:00Z");

  private final Stack stack;

  TrafficIT(Stack stack) {
    this.stack = stack;
  }

  @Test
  void ledgerKnowsWhereEverySpoiledRecordIs() throws Exception {
    Topics topics = new Topics(stack.bootstrapServers());
    for (Channel channel : Channel.values()) {
      topics.create(channel.topic());
    }
    Ledger ledger = new Ledger();
    try (SchemaRegistry registry = registry();
        TrafficProducer producer =
            new TrafficProducer(stack.bootstrapServers(), registry, ledger)) {
      producer.registerSchemas();
      TrafficPlan plan =
          new TrafficPlan(5, PAST.toEpochMilli(), Duration.ofSeconds(20), 100, 50, 50);
      producer.publish(new TrafficGenerator(plan), sentAtMs -> {});
      for (Channel channel : Channel.values()) {
        List<ConsumerRecord<byte[], byte[]>> records = topics.readBytes(channel.topic());
        assertThat(records).hasSize(ledger.sent(channel));
        AvroReader<GenericRecord> reader = AvroReader.generic(registry);
        records.forEach(record -> check(record, ledger, reader));
      }
    }
  }

  private static void check(
      ConsumerRecord<byte[], byte[]> record, Ledger ledger, AvroReader<GenericRecord> reader) {
    Place place = new Place(record.topic(), record.partition(), record.offset());
    Fault fault = ledger.spoiled().get(place);
    boolean spoiltBytes =
        fault == Fault.CUT_SHORT || fault == Fault.NOT_AVRO || fault == Fault.UNKNOWN_SCHEMA;
    Throwable failure = catchThrowable(() -> reader.read(record.value()));
    assertThat(failure != null).as("%s %s: %s", place, fault, failure).isEqualTo(spoiltBytes);
  }

  @Test
  void outputsReachTheirChecks() throws Exception {
    Topics topics = new Topics(stack.bootstrapServers());
    for (String topic : List.of("tidemark.labelled", "tidemark.drift", "tidemark.quarantine")) {
      topics.create(topic);
    }
    LabelCheck labels = new LabelCheck();
    QuarantineCheck quarantine = new QuarantineCheck();
    DriftCheck drift = new DriftCheck(0);
    try (SchemaRegistry registry = registry();
        OutputReader outputs =
            new OutputReader(stack.bootstrapServers(), registry)
                .hand("tidemark.labelled", LabelledExample.class, labels::add)
                .hand("tidemark.drift", DriftMetric.class, drift::add)
                .hand("tidemark.quarantine", Quarantined.class, quarantine::add)) {
      publish(registry, "tidemark.labelled", example());
      publish(registry, "tidemark.quarantine", quarantined());
      Deadline deadline = Deadline.after(Duration.ofSeconds(20));
      while (quarantine.byReason().isEmpty() && !deadline.passed()) {
        outputs.poll();
      }
      outputs.poll();
    }
    assertThat(quarantine.byReason()).isEqualTo(Map.of("BAD_MAGIC", 1));
    assertThat(labels.counts().get("click"))
        .isEqualTo(new LabelCheck.Count(1, 0, Map.of(Resolution.OUTCOME, 1)));
  }

  private SchemaRegistry registry() {
    return SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
  }

  private void publish(SchemaRegistry registry, String topic, SpecificRecordBase record)
      throws Exception {
    byte[] value = new AvroWriter(registry, true).write(topic + "-value", record);
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", stack.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    }
  }

  private static LabelledExample example() {
    return LabelledExample.newBuilder()
        .setRequestId("r-1")
        .setModel("ranker")
        .setModelVersion("v3")
        .setLabel("click")
        .setLabelValue(1.0)
        .setPredictionTime(PAST)
        .setResolution(Resolution.OUTCOME)
        .setMaturity(Maturity.FINAL)
        .build();
  }

  private static Quarantined quarantined() {
    return Quarantined.newBuilder()
        .setHeaders(List.of())
        .setReason("BAD_MAGIC")
        .setSourceTopic("user-events")
        .setSourcePartition(0)
        .setSourceOffset(7)
        .setFirstSeen(PAST)
        .build();
  }
}
