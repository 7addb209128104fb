package io.tidemark.kafka.seen;

import io.tidemark.seen.IdBuckets;
import java.io.File;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStoreContext;

/** Stores of event ids on disk, without Kafka Streams around them. */
final class SeenIdStores {
  private SeenIdStores() {}

  /** What a store needs of its task. */
  static final class Task {
    private final File folder;
    private final String guarantee;
    private StateRestoreCallback restore;

    Task(Path folder, String guarantee) {
      this.folder = folder.toFile();
      this.guarantee = guarantee;
    }

    /** What the store gets its changelog through. */
    StateRestoreCallback restore() {
      return restore;
    }

    private Object answer(String question, Object[] arguments) {
      return switch (question) {
        case "stateDir" -> folder;
        case "appConfigs" -> Map.of("processing.guarantee", guarantee);
        case "register" -> restore = (StateRestoreCallback) arguments[1];
        default -> throw new UnsupportedOperationException(question);
      };
    }

    StateStoreContext context() {
      return (StateStoreContext)
          Proxy.newProxyInstance(
              SeenIdStores.class.getClassLoader(),
              new Class<?>[] {StateStoreContext.class},
              (proxy, method, arguments) -> {
                Object answer = answer(method.getName(), arguments);
                return method.getReturnType() == void.class ? null : answer;
              });
    }
  }

  /** A store under exactly-once, empty or as it was closed in the folder. */
  static RocksIdIndex open(Path folder, Duration window) {
    RocksIdIndex index = new RocksIdIndex("event-ids", IdBuckets.of(window));
    index.init(new Task(folder, "exactly_once_v2").context(), index);
    return index;
  }
}
