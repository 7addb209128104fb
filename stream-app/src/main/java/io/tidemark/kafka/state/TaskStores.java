package io.tidemark.kafka.state;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Adds the stores of one processor to a graph: logged, on disk, and not cached, because processors
 * keep on the heap what they change often, and store it once per commit.
 */
public final class TaskStores {
  private final StreamsBuilder builder;
  private final List<String> names = new ArrayList<>();

  /** The stores of a processor that has none yet. */
  public TaskStores(StreamsBuilder builder) {
    this.builder = builder;
  }

  /** Rows by a text. */
  public TaskStores rows(String name) {
    return add(onDisk(name, Serdes.String()));
  }

  /** Rows by bytes, such as those of a {@link DueIndex}. */
  public TaskStores timers(String name) {
    return add(onDisk(name, Serdes.Bytes()));
  }

  /** What tells the processor that its task is about to commit. */
  public TaskStores hook(String name) {
    return add(CommitHook.builder(name));
  }

  /** A store that somebody else has made. */
  public TaskStores add(StoreBuilder<?> store) {
    builder.addStateStore(store);
    names.add(store.name());
    return this;
  }

  private static <K> StoreBuilder<?> onDisk(String name, Serde<K> keys) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), keys, Serdes.ByteArray())
        .withCachingDisabled();
  }

  /** The names, for the processor that uses them. */
  public String[] names() {
    return names.toArray(String[]::new);
  }
}
