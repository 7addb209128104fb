package io.tidemark.kafka.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.kafka.SettableClock;
import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.registry.SchemaKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gate lets through while the registry knows, does not know, or does not answer. */
class RegistryGateTest {
  private static final TopicPartition FIRST = new TopicPartition("events", 0);
  private static final TopicPartition SECOND = new TopicPartition("events", 1);
  private static final TopicPartition OTHER = new TopicPartition("other", 0);
  private static final int KNOWN = 7;
  private static final int NEW = 8;

  private final ScriptedRegistry registry = new ScriptedRegistry();
  private final SchemaAnswers answers =
      new SchemaAnswers(registry, new PrometheusExport().metrics().registry(), new SettableClock());
  private final MockConsumer<byte[], byte[]> kafka =
      new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());
  private final Consumer<byte[], byte[]> guarded =
      new RegistryGate(answers, Set.of("events")).guard(kafka);
  private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();

  @BeforeEach
  void assign() {
    registry.put(KNOWN);
    answers.has(new SchemaKey.Id(KNOWN), Duration.ofSeconds(10));
    List<TopicPartition> all = List.of(FIRST, SECOND, OTHER);
    kafka.assign(all);
    kafka.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L, OTHER, 0L));
  }

  @AfterEach
  void stop() {
    answers.close();
  }

  private static byte[] framed(int id) {
    return ByteBuffer.allocate(6).put((byte) 0).putInt(id).put((byte) 1).array();
  }

  private void write(TopicPartition partition, byte[] value) {
    write(partition, value, new RecordHeaders());
  }

  private void write(TopicPartition partition, byte[] value, Headers headers) {
    long offset = log.stream().filter(r -> at(r).equals(partition)).count();
    log.add(
        new ConsumerRecord<>(
            partition.topic(),
            partition.partition(),
            offset,
            0,
            TimestampType.CREATE_TIME,
            0,
            0,
            null,
            value,
            headers,
            Optional.empty()));
  }

  private static TopicPartition at(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  /** Polls as a broker would answer: from each partition's position on. */
  private ConsumerRecords<byte[], byte[]> poll() {
    for (ConsumerRecord<byte[], byte[]> record : log) {
      if (record.offset() >= kafka.position(at(record))) {
        kafka.addRecord(record);
      }
    }
    return guarded.poll(Duration.ZERO);
  }

  private static List<Long> offsets(
      ConsumerRecords<byte[], byte[]> records, TopicPartition partition) {
    return records.records(partition).stream().map(ConsumerRecord::offset).toList();
  }

  @Test
  void recordsOfKnownSchemasPassUntouched() {
    write(FIRST, framed(KNOWN));
    write(SECOND, framed(KNOWN));

    ConsumerRecords<byte[], byte[]> records = poll();
    assertThat(records.count()).isEqualTo(2);
    assertThat(records.nextOffsets().get(FIRST).offset()).isEqualTo(1);
  }

  @Test
  void heldPartitionResumesAtTheHeldOffsetWhileOthersGoOn() {
    registry.down(true);
    write(FIRST, framed(KNOWN));
    write(FIRST, framed(NEW));
    write(FIRST, framed(KNOWN));
    write(SECOND, framed(KNOWN));
    write(OTHER, framed(NEW));

    ConsumerRecords<byte[], byte[]> records = poll();
    assertThat(offsets(records, FIRST)).containsExactly(0L);
    assertThat(offsets(records, SECOND)).containsExactly(0L);
    assertThat(offsets(records, OTHER)).as("not in the wire format").containsExactly(0L);
    assertThat(records.nextOffsets().get(FIRST).offset()).as("to be committed").isEqualTo(1);
    assertThat(kafka.position(FIRST)).isEqualTo(1);
    assertThat(poll().isEmpty()).as("held again").isTrue();
    assertThat(kafka.position(FIRST)).isEqualTo(1);

    registry.put(NEW);
    registry.down(false);
    await().until(() -> answers.has(new SchemaKey.Id(NEW), Duration.ofMillis(100)));
    assertThat(offsets(poll(), FIRST)).containsExactly(1L, 2L);
  }

  @Test
  void idTheRegistryDoesNotHavePasses() {
    write(FIRST, framed(99));
    write(FIRST, framed(KNOWN));
    await().until(() -> answers.has(new SchemaKey.Id(99), Duration.ofMillis(100)));

    assertThat(offsets(poll(), FIRST)).containsExactly(0L, 1L);
  }

  @Test
  void bytesThatNameNoSchemaPass() {
    registry.down(true);
    write(FIRST, null);
    write(FIRST, new byte[] {0, 1});
    write(FIRST, new byte[] {5, 0, 0, 0, 1, 1});

    assertThat(offsets(poll(), FIRST)).containsExactly(0L, 1L, 2L);
  }

  @Test
  void schemaNamedInAHeaderHoldsTheRecordAndNotItsPayload() {
    registry.down(true);
    byte[] payload = framed(12345);
    write(FIRST, payload, schemaHeader(KNOWN));
    write(FIRST, payload, schemaHeader(NEW));

    assertThat(offsets(poll(), FIRST)).containsExactly(0L);
    assertThat(registry.asked(12345)).isZero();
  }

  private static Headers schemaHeader(int id) {
    byte[] frame = ByteBuffer.allocate(5).put((byte) 0).putInt(id).array();
    return new RecordHeaders().add("__value_schema_id", frame);
  }

  @Test
  void guidHoldsTheRecordUntilItIsAnswered() {
    byte[] frame = ByteBuffer.allocate(17).put((byte) 1).putLong(1).putLong(2).array();
    write(FIRST, framed(12345), new RecordHeaders().add("__value_schema_id", frame));
    await().until(() -> answers.has(new SchemaKey.Guid(new UUID(1, 2)), Duration.ofMillis(100)));

    assertThat(offsets(poll(), FIRST)).containsExactly(0L);
    assertThat(registry.asked(12345)).isZero();
  }

  /** Held partitions must not add up to a wait that outlasts a transaction. */
  @Test
  void onePollWaitsOnceHoweverMuchIsHeld() {
    registry.down(true);
    List<TopicPartition> many = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      many.add(new TopicPartition("events", i));
    }
    kafka.assign(many);
    many.forEach(partition -> kafka.updateBeginningOffsets(Map.of(partition, 0L)));
    for (TopicPartition partition : many) {
      write(partition, framed(1000 + partition.partition()));
    }

    long beginNanos = System.nanoTime();
    assertThat(poll().isEmpty()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - beginNanos)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void exceptionsOfTheConsumerAreItsOwn() {
    kafka.wakeup();
    assertThatThrownBy(() -> guarded.poll(Duration.ZERO)).isInstanceOf(WakeupException.class);
  }
}
