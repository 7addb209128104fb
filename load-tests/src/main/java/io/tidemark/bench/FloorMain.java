package io.tidemark.bench;

import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * The floor: the least a Kafka Streams application can do that keeps state per key. It reads a
 * record without decoding it, gets some 300 bytes from RocksDB by its key and puts as many back,
 * logged, exactly once, with everything else as Kafka ships it.
 */
final class FloorMain {
  private static final String STORE = "state";
  private static final int VALUE_BYTES = 300;
  private static final int THREADS = 2;

  private FloorMain() {}

  /** Takes bootstrap servers, input topic, application id and state folder; runs until ended. */
  public static void main(String[] arguments) throws InterruptedException {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
            arguments[0],
            StreamsConfig.APPLICATION_ID_CONFIG,
            arguments[2],
            StreamsConfig.STATE_DIR_CONFIG,
            arguments[3],
            StreamsConfig.NUM_STREAM_THREADS_CONFIG,
            THREADS,
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.EXACTLY_ONCE_V2,
            StreamsConfig.consumerPrefix("auto.offset.reset"),
            "earliest"));
    KafkaStreams streams = new KafkaStreams(topology(arguments[1]), properties);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(streams::close, "close-floor"));
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.ERROR) {
            ended.countDown();
          }
        });
    streams.start();
    ended.await();
    throw new IllegalStateException("The floor stopped by itself; its log says why");
  }

  private static Topology topology(String topic) {
    Topology topology = new Topology();
    topology.addSource(
        "read", Serdes.ByteArray().deserializer(), Serdes.ByteArray().deserializer(), topic);
    topology.addProcessor("keep", GetAndPut::new, "read");
    topology.addStateStore(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STORE), Serdes.ByteArray(), Serdes.ByteArray())
            .withCachingDisabled(),
        "keep");
    return topology;
  }

  private static final class GetAndPut implements Processor<byte[], byte[], Void, Void> {
    private KeyValueStore<byte[], byte[]> store;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      store = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      byte[] value = store.get(record.key());
      if (value == null) {
        value = new byte[VALUE_BYTES];
        new SplittableRandom(record.value().length).nextBytes(value);
      }
      value[0]++;
      store.put(record.key(), value);
    }
  }
}
