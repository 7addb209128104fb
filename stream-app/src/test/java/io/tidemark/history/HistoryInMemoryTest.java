package io.tidemark.history;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The past over rows on the heap. */
class HistoryInMemoryTest extends HistoryContract {
  @Override
  protected HistoryRows rows() {
    return new HeapRows(new TreeMap<>(Arrays::compareUnsigned));
  }

  private record HeapRows(NavigableMap<byte[], byte[]> map) implements HistoryRows {
    @Override
    public void write(List<Row> rows) {
      rows.forEach(row -> map.put(row.key(), row.value()));
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
      return Optional.ofNullable(map.get(key));
    }

    @Override
    public Walk walk() {
      return new HeapWalk(map);
    }
  }

  private static final class HeapWalk implements HistoryRows.Walk {
    private final NavigableMap<byte[], byte[]> map;
    private byte[] at;

    HeapWalk(NavigableMap<byte[], byte[]> map) {
      this.map = map;
    }

    @Override
    public Optional<HistoryRows.Row> seek(byte[] key) {
      return row(map.ceilingEntry(key));
    }

    @Override
    public Optional<HistoryRows.Row> next() {
      return row(map.higherEntry(at));
    }

    private Optional<HistoryRows.Row> row(Map.Entry<byte[], byte[]> entry) {
      at = entry == null ? at : entry.getKey();
      return Optional.ofNullable(entry)
          .map(row -> new HistoryRows.Row(row.getKey(), row.getValue()));
    }

    @Override
    public void close() {}
  }
}
