package io.tidemark.kafka.erasure;

import io.tidemark.erasure.RequestRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Which requests are about which entities, in a state store of its own. */
public record StoredRequests(KeyValueStore<Bytes, byte[]> store) implements RequestRows {
  private static final byte[] NOTHING = {};

  @Override
  public void put(byte[] key) {
    store.put(Bytes.wrap(key), NOTHING);
  }

  @Override
  public void remove(byte[] key) {
    // a delete would read the row first
    store.put(Bytes.wrap(key), null);
  }

  /** The store's own ranges have their end inside. */
  @Override
  public List<byte[]> range(byte[] from, byte[] to, int most) {
    List<byte[]> keys = new ArrayList<>();
    Bytes end = to == null ? null : Bytes.wrap(to);
    try (KeyValueIterator<Bytes, byte[]> rows = store.range(Bytes.wrap(from), end)) {
      while (keys.size() < most && rows.hasNext()) {
        Bytes key = rows.next().key;
        if (!key.equals(end)) {
          keys.add(key.get());
        }
      }
    }
    return keys;
  }
}
