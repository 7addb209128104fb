package io.tidemark.kafka.erasure;

import io.tidemark.erasure.ErasureRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** What a task remembers of erasures, in a state store of its own. */
public record StoredErasures(KeyValueStore<String, byte[]> store) implements ErasureRows {
  @Override
  public byte[] get(String key) {
    return store.get(key);
  }

  @Override
  public void put(String key, byte[] bytes) {
    store.put(key, bytes);
  }

  @Override
  public List<byte[]> startingWith(String prefix, int most) {
    List<byte[]> rows = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> scan = store.range(prefix, null)) {
      while (rows.size() < most && scan.hasNext()) {
        var row = scan.next();
        if (!row.key.startsWith(prefix)) {
          break;
        }
        rows.add(row.value);
      }
    }
    return rows;
  }
}
