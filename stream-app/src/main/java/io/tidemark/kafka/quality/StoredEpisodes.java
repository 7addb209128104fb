package io.tidemark.kafka.quality;

import io.tidemark.bytes.ByteWriter;
import io.tidemark.monitoring.quality.CohortEpisodes;
import io.tidemark.monitoring.quality.QualitySeries;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The episodes of quality as rows of the store of cohorts, one per series. */
record StoredEpisodes(KeyValueStore<Bytes, byte[]> store) implements CohortEpisodes.EpisodeStore {
  /** No key of a cohort begins like that. */
  private static final int KIND = 2;

  @Override
  public void put(QualitySeries series, byte[] episodes) {
    byte[] name = series.encode();
    ByteWriter key = new ByteWriter(name.length + 1).octet(KIND);
    for (byte one : name) {
      key.octet(one);
    }
    store.put(Bytes.wrap(key.toByteArray()), episodes);
  }

  void each(BiConsumer<QualitySeries, byte[]> episodes) {
    try (KeyValueIterator<Bytes, byte[]> rows = store.all()) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        byte[] key = row.key.get();
        if (key[0] == KIND) {
          byte[] name = Arrays.copyOfRange(key, 1, key.length);
          episodes.accept(QualitySeries.decode(name), row.value);
        }
      }
    }
  }
}
