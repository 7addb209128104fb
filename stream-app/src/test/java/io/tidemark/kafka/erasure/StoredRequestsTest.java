package io.tidemark.kafka.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.erasure.RequestIndex;
import io.tidemark.erasure.RequestIndex.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index of requests in a store as a join has it, on disk. */
class StoredRequestsTest {
  private static final int MANY = 300_000;
  private static final int MOST_BYTES = 40;
  private static final long NOW = 1_800_000_000_000L;

  @TempDir Path folder;
  private KeyValueStore<Bytes, byte[]> store;
  private RequestIndex index;

  @BeforeEach
  void open() {
    MockProcessorContext<Void, Void> context =
        new MockProcessorContext<>(new Properties(), new TaskId(0, 0), folder.toFile());
    store =
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore("requests"), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .withCachingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    index = new RequestIndex(new StoredRequests(store), Duration.ofDays(400));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void requestsAreFoundInTheOrderOfTheirWeeks() {
    Duration week = Duration.ofDays(7);
    index.add("shop:user:a", "second", NOW + week.toMillis());
    index.add("shop:user:a", "first", NOW);
    index.add("shop:user:b", "other", NOW);
    List<Found> found = index.of("shop:user:a", null, 9);
    assertThat(found).extracting(Found::requestId).containsExactly("first", "second");
    assertThat(index.of("shop:user:a", found.get(0).place(), 9)).hasSize(1);
    found.forEach(index::remove);
    assertThat(index.of("shop:user:a", null, 9)).isEmpty();
    assertThat(index.of("shop:user:b", null, 9)).hasSize(1);
  }

  /** Each of an entity of its own, which is the worst. */
  @Test
  void requestTakesFewBytesOnDisk() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < MANY; i++) {
      String id = new UUID(random.nextLong(), random.nextLong()).toString();
      index.add("shop:user:" + i, id, NOW);
    }
    store.commit(Map.of());
    store.close();
    long bytes = tables();
    assertThat(bytes / (double) MANY).isBetween(20.0, (double) MOST_BYTES);
    open();
    assertThat(index.of("shop:user:7", null, 9)).hasSize(1);
  }

  private long tables() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".sst"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }
}
