package io.tidemark.kafka.features;

import io.tidemark.entity.EntityRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The rows of a task's entities in its state store. */
record StoredRows(KeyValueStore<String, byte[]> store) implements EntityRows {
  @Override
  public byte[] get(String key) {
    return store.get(key);
  }

  @Override
  public void putAll(List<Row> rows) {
    List<KeyValue<String, byte[]>> entries = new ArrayList<>(rows.size());
    rows.forEach(row -> entries.add(KeyValue.pair(row.key(), row.bytes())));
    store.putAll(entries);
  }

  @Override
  public List<Row> after(String key, int most) {
    List<Row> rows = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> scan = store.range(key, null)) {
      while (rows.size() < most && scan.hasNext()) {
        KeyValue<String, byte[]> row = scan.next();
        if (!row.key.equals(key)) {
          rows.add(new Row(row.key, row.value));
        }
      }
    }
    return rows;
  }

  @Override
  public long estimate() {
    return store.approximateNumEntries();
  }
}
