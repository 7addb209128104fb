package io.tidemark.kafka.ingest;

import io.tidemark.validation.SeenIds;
import io.tidemark.validation.SeenIdsContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The ids in a window store that keeps them for twice the window. */
class StoredSeenIdsTest extends SeenIdsContract {
  private static final String STORE = "seen";

  @TempDir private Path folder;
  private final List<TopologyTestDriver> drivers = new ArrayList<>();

  @Override
  protected SeenIds fresh(Duration window) {
    // a store forgets what is as old as its retention
    Duration retention = StoredSeenIds.retention(window);
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(
        Stores.windowStoreBuilder(
                Stores.persistentWindowStore(STORE, retention, window, false),
                Serdes.String(),
                Serdes.ByteArray())
            .withCachingDisabled());
    ProcessorSupplier<byte[], byte[], byte[], byte[]> nothing = Nothing::new;
    builder.stream("in", Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
        .process(nothing, STORE);
    Properties settings = new Properties();
    settings.put("application.id", "seen-" + drivers.size());
    settings.put("bootstrap.servers", "none:1");
    settings.put("state.dir", folder.toString());
    TopologyTestDriver driver = new TopologyTestDriver(builder.build(), settings);
    drivers.add(driver);
    return new StoredSeenIds(driver.getWindowStore(STORE), window);
  }

  @AfterEach
  void closeDrivers() {
    drivers.forEach(TopologyTestDriver::close);
  }

  /** A store lives beside a processor. */
  private static final class Nothing extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    @Override
    public void process(Record<byte[], byte[]> record) {
      context().forward(record);
    }
  }
}
