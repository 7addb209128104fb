package io.tidemark.entity;

import io.tidemark.task.Timers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a task stores, in memory: rows of entities, and timers that are given out once. */
final class StoredTask implements EntityRows, Timers {
  private final TreeMap<String, byte[]> rows = new TreeMap<>();
  private final NavigableSet<Due> timers =
      new TreeSet<>(Comparator.comparingLong(Due::dueMs).thenComparing(Due::key));
  private final NavigableSet<Due> left = new TreeSet<>(timers.comparator());

  /** The same as a new owner finds it. */
  StoredTask copy() {
    StoredTask copy = new StoredTask();
    copy.rows.putAll(rows);
    copy.timers.addAll(timers);
    copy.left.addAll(timers);
    return copy;
  }

  @Override
  public byte[] get(String key) {
    return rows.get(key);
  }

  @Override
  public void putAll(List<Row> changed) {
    for (Row row : changed) {
      if (row.bytes() == null) {
        rows.remove(row.key());
      } else {
        rows.put(row.key(), row.bytes());
      }
    }
  }

  @Override
  public List<Row> after(String key, int most) {
    return rows.tailMap(key, false).entrySet().stream()
        .limit(most)
        .map(row -> new Row(row.getKey(), row.getValue()))
        .toList();
  }

  @Override
  public long estimate() {
    return rows.size();
  }

  @Override
  public void add(long dueMs, String key) {
    timers.add(new Due(dueMs, key));
    left.add(new Due(dueMs, key));
  }

  @Override
  public void remove(long dueMs, String key) {
    timers.remove(new Due(dueMs, key));
    left.remove(new Due(dueMs, key));
  }

  @Override
  public List<Due> next(long nowMs, int limit) {
    List<Due> due = new ArrayList<>();
    while (due.size() < limit && !left.isEmpty() && left.first().dueMs() <= nowMs) {
      due.add(left.pollFirst());
    }
    return due;
  }
}
