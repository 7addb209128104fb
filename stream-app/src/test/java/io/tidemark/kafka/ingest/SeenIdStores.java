package io.tidemark.kafka.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/** Window stores on disk, without the processors that use them. */
final class SeenIdStores {
  private static final String STORE = "ids";

  private SeenIdStores() {}

  /** A graph with the store in it. */
  static TopologyTestDriver driver(
      Path folder, String application, Duration retention, Duration window) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(
        Stores.windowStoreBuilder(
                Stores.persistentWindowStore(STORE, retention, window, false),
                Serdes.String(),
                Serdes.Long())
            .withCachingDisabled()
            .withLoggingDisabled());
    ProcessorSupplier<byte[], byte[], byte[], byte[]> nothing = Nothing::new;
    builder.stream("in", Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
        .process(nothing, STORE);
    Properties settings = new Properties();
    settings.put("application.id", application);
    settings.put("bootstrap.servers", "none:1");
    settings.put("state.dir", folder.toString());
    return new TopologyTestDriver(builder.build(), settings);
  }

  static WindowStore<String, Long> of(TopologyTestDriver driver) {
    return driver.getWindowStore(STORE);
  }

  /** A store lives beside a processor. */
  private static final class Nothing extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    @Override
    public void process(Record<byte[], byte[]> record) {
      context().forward(record);
    }
  }
}
