package io.tidemark.entity;

import java.util.List;

/** The rows of a task's entities in its state store, in the order of their keys. */
public interface EntityRows {
  /**
   * A row.
   *
   * @param key the entity's key
   * @param bytes what is stored of it; null to delete the row
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Row(String key, byte[] bytes) {}

  /** What is stored under a key, or null. */
  byte[] get(String key);

  /** Stores rows; cheapest in the order of their keys. */
  void putAll(List<Row> rows);

  /** The first rows behind a key, at most so many, in order. */
  List<Row> after(String key, int most);

  /** About how many rows there are. */
  long estimate();
}
