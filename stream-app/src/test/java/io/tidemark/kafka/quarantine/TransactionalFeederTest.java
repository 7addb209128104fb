package io.tidemark.kafka.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.avro.Quarantined;
import io.tidemark.avro.RecordHeader;
import io.tidemark.avro.Replayed;
import io.tidemark.kafka.Topics.Topic;
import io.tidemark.quarantine.Fed;
import io.tidemark.quarantine.Feeder;
import io.tidemark.quarantine.QuarantineEntry;
import io.tidemark.quarantine.QuarantinePlace;
import io.tidemark.quarantine.ReplayBusyException;
import io.tidemark.registry.InMemorySchemaRegistry;
import io.tidemark.wire.AvroReader;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionalFeederTest {
  private static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");
  private static final int TOO_LARGE = 1_000;
  private static final TopicPartition CLAIM = new TopicPartition("quarantine", 0);
  private static final Topic<Replayed> REPLAYS = new Topic<>("replays", Replayed.class, Map.of());

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final Broker broker = new Broker();
  private final MockConsumer<byte[], byte[]> offsets = new MockConsumer<>("earliest");
  private final List<String> heard = new ArrayList<>();

  /** Refuses what is too large, as brokers do: the record alone, and with it its transaction. */
  private static final class Broker extends MockProducer<byte[], byte[]> {
    Broker() {
      super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
      return record.value() != null && record.value().length > TOO_LARGE
          ? CompletableFuture.failedFuture(new RecordTooLargeException("too large"))
          : super.send(record);
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, Callback callback) {
      return super.send(record, callback);
    }
  }

  private final Feeder.Listener listener =
      new Feeder.Listener() {
        @Override
        public void fed(QuarantineEntry entry, Fed fed) {
          heard.add("fed " + entry.source().offset());
        }

        @Override
        public void refused(QuarantineEntry entry, String why) {
          heard.add("refused " + entry.source().offset() + ": " + why);
        }
      };

  @BeforeEach
  void begin() {
    broker.initTransactions();
  }

  private TransactionalFeeder feeder() {
    return new TransactionalFeeder(
        broker,
        new ReplayLedger(REPLAYS, registry),
        new ReplayClaim(offsets, CLAIM, "replays", "alice"),
        topic -> topic.equals("gone") ? 0 : 2,
        listener,
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static QuarantineEntry entry(String topic, int n, int bytes) {
    Quarantined record =
        Quarantined.newBuilder()
            .setKey(ByteBuffer.wrap(new byte[] {0, (byte) n}))
            .setValue(ByteBuffer.wrap(new byte[bytes]))
            .setHeaders(List.of(new RecordHeader("h", null)))
            .setReason("BAD_MAGIC")
            .setSourceTopic(topic)
            .setSourcePartition(1)
            .setSourceOffset(n)
            .setRecordTimestamp(NOW.minusSeconds(9))
            .setFirstSeen(NOW)
            .build();
    return new QuarantineEntry(new QuarantinePlace(0, n), NOW, record);
  }

  private List<ProducerRecord<byte[], byte[]>> committed(String topic) {
    return broker.history().stream().filter(record -> record.topic().equals(topic)).toList();
  }

  @Test
  void copyAndTheWordThatItWasFedAreOneTransaction() {
    TransactionalFeeder feeder = feeder();
    feeder.feed(entry("orders", 3, 4));
    assertThat(broker.history()).isEmpty();
    feeder.flush();

    ProducerRecord<byte[], byte[]> copy = committed("orders").get(0);
    assertThat(copy.partition()).isOne();
    assertThat(copy.timestamp()).isEqualTo(NOW.minusSeconds(9).toEpochMilli());
    assertThat(copy.key()).isEqualTo(new byte[] {0, 3});
    assertThat(copy.headers().toArray()).hasSize(4);
    assertThat(new String(copy.headers().lastHeader("tidemark_replay_of").value(), UTF_8))
        .isEqualTo("orders-1-3");
    ProducerRecord<byte[], byte[]> word = committed("replays").get(0);
    assertThat(new String(word.key(), UTF_8))
        .isEqualTo("orders|1|3|" + NOW.minusSeconds(9).toEpochMilli());
    Replayed said = AvroReader.specific(registry, Replayed.class).read(word.value());
    assertThat(said.getReplayedBy()).isEqualTo("alice");
    assertThat(said.getAttempt()).isOne();
    assertThat(heard).containsExactly("fed 3");
  }

  @Test
  void whatIsAbandonedIsNeitherFedNorSaidToBe() {
    TransactionalFeeder feeder = feeder();
    feeder.feed(entry("orders", 3, 4));
    feeder.abandon();
    assertThat(broker.history()).isEmpty();
    assertThat(broker.transactionInFlight()).isFalse();
    assertThat(heard).isEmpty();
  }

  @Test
  void recordThatItsTopicDoesNotTakeHoldsUpNoOther() {
    TransactionalFeeder feeder = feeder();
    feeder.feed(entry("orders", 1, 4));
    feeder.feed(entry("orders", 2, TOO_LARGE + 1));
    feeder.feed(entry("orders", 3, 4));
    feeder.feed(entry("gone", 4, 4));
    feeder.flush();
    assertThat(heard)
        .containsExactlyInAnyOrder(
            "fed 1", "refused 2: too large", "fed 3", "refused 4: the topic is not there any more");
    assertThat(committed("orders")).hasSize(2);
    assertThat(committed("replays")).hasSize(2);
  }

  @Test
  void eachTransactionSaysWhoIsAtIt() {
    TransactionalFeeder feeder = feeder();
    feeder.feed(entry("orders", 1, 4));
    feeder.flush();
    assertThat(broker.consumerGroupOffsetsHistory())
        .extracting(groups -> groups.get("replays").get(CLAIM))
        .containsExactly(new OffsetAndMetadata(1, "alice"), new OffsetAndMetadata(2, "alice"));
  }

  @Test
  void replayThatAnotherHasTakenOverEnds() {
    TransactionalFeeder feeder = feeder();
    broker.fenceProducer();
    assertThatThrownBy(() -> feeder.feed(entry("orders", 1, 4)))
        .isInstanceOf(ReplayBusyException.class)
        .hasMessageContaining("Another replay has taken over");
  }
}
