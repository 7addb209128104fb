package io.tidemark.kafka.seen;

import io.tidemark.seen.IdBuckets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A store of ids with its changelog, as Kafka Streams treats them: what is put goes to both, and is
 * lost with an aborted transaction, the store being wiped then; a store that was closed knows how
 * far of the changelog it has.
 */
final class LoggedIdIndex implements InvocationHandler {
  private final Path folders;
  private final Duration window;
  private final List<KeyValue<Bytes, byte[]>> changelog = new ArrayList<>();
  private final Map<Path, Integer> checkpoints = new HashMap<>();
  private int committed;
  private int folderCount;
  private Path folder;
  private RocksIdIndex index;
  int gets;

  LoggedIdIndex(Path folders, Duration window) {
    this.folders = folders;
    this.window = window;
    openEmpty();
  }

  /** What the ids are put into and asked of. */
  @SuppressWarnings("unchecked")
  KeyValueStore<Bytes, byte[]> store() {
    return (KeyValueStore<Bytes, byte[]>)
        Proxy.newProxyInstance(
            LoggedIdIndex.class.getClassLoader(), new Class<?>[] {KeyValueStore.class}, this);
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    gets += method.getName().equals("get") ? 1 : 0;
    if (method.getName().equals("put")) {
      changelog.add(KeyValue.pair((Bytes) arguments[0], (byte[]) arguments[1]));
    }
    try {
      return method.invoke(index, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  void commit() {
    index.commit(Map.of());
    committed = changelog.size();
  }

  /** The process dies: what was not committed is gone, and so is the folder. */
  void kill() {
    changelog.subList(committed, changelog.size()).clear();
    index.close();
    checkpoints.remove(folder);
    openEmpty();
  }

  /** Closed after a commit, and opened again where it was. */
  void restart() {
    close();
    open();
  }

  /** Another process takes it over, which may have had it before, and closed it. */
  void move(int folderNumber) {
    close();
    Path other = folders.resolve("task-" + folderNumber);
    if (checkpoints.containsKey(other)) {
      folder = other;
      open();
    } else {
      openEmpty();
    }
  }

  private void openEmpty() {
    folder = folders.resolve("task-" + folderCount++);
    open();
  }

  private void open() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SeenIdStores.Task task = new SeenIdStores.Task(folder, "exactly_once_v2");
    index = new RocksIdIndex("event-ids", IdBuckets.of(window));
    index.init(task.context(), index);
    Integer checkpoint = checkpoints.get(folder);
    List<KeyValue<Bytes, byte[]>> unread =
        checkpoint == null ? compacted() : changelog.subList(checkpoint, changelog.size());
    unread.forEach(row -> task.restore().restore(row.key.get(), row.value));
  }

  /** What whoever reads all of it finds: the last of each key, in their order. */
  private List<KeyValue<Bytes, byte[]>> compacted() {
    Map<Bytes, byte[]> last = new LinkedHashMap<>();
    for (KeyValue<Bytes, byte[]> row : changelog) {
      last.remove(row.key);
      last.put(row.key, row.value);
    }
    return last.entrySet().stream()
        .map(row -> KeyValue.pair(row.getKey(), row.getValue()))
        .toList();
  }

  void close() {
    index.close();
    checkpoints.put(folder, changelog.size());
  }

  /** Rows that are left in the changelog. */
  long rows() {
    return compacted().stream().filter(row -> row.value != null).count();
  }

  List<KeyValue<Bytes, byte[]>> changelog() {
    return changelog;
  }

  long estimatedKeys() {
    return index.approximateNumEntries();
  }
}
