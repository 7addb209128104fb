package io.tidemark.erasure;

import java.util.List;
import java.util.TreeMap;

/** What is remembered of erasures, on the heap. */
public final class HeldErasures implements ErasureRows {
  private final TreeMap<String, byte[]> rows = new TreeMap<>();

  /** Nothing. */
  public HeldErasures() {}

  /** What another holds now. */
  public HeldErasures(HeldErasures other) {
    rows.putAll(other.rows);
  }

  @Override
  public byte[] get(String key) {
    return rows.get(key);
  }

  @Override
  public void put(String key, byte[] bytes) {
    if (bytes == null) {
      rows.remove(key);
    } else {
      rows.put(key, bytes);
    }
  }

  @Override
  public List<byte[]> startingWith(String prefix, int most) {
    return rows.tailMap(prefix).entrySet().stream()
        .takeWhile(row -> row.getKey().startsWith(prefix))
        .limit(most)
        .map(row -> row.getValue())
        .toList();
  }
}
