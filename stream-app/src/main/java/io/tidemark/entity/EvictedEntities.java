package io.tidemark.entity;

import io.tidemark.entity.EntityRows.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** The entities that left the heap since the last commit, in their stored form. Not thread-safe. */
final class EvictedEntities {
  /** The revision of an entity that is kept. */
  static final long KEPT = -1;

  private final Map<String, Left> left = new HashMap<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Left(byte[] bytes, long forgottenAt) {}

  /**
   * Adds one.
   *
   * @param forgottenAt its revision where nothing is left of it, so that it is forgotten at the
   *     commit; {@link #KEPT} for others
   */
  void add(String key, byte[] bytes, long forgottenAt) {
    left.put(key, new Left(bytes, forgottenAt));
  }

  boolean contains(String key) {
    return left.containsKey(key);
  }

  /** Removes one; its bytes, or null. */
  byte[] take(String key) {
    Left taken = left.remove(key);
    return taken == null ? null : taken.bytes();
  }

  /** All of them as they are. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>(left.size());
    left.forEach((key, one) -> rows.add(new Row(key, one.bytes())));
    return rows;
  }

  /**
   * Removes all.
   *
   * @param forgotten is told the revision of each that is forgotten
   * @return what is to be stored of each
   */
  List<Row> takeAll(LongConsumer forgotten) {
    List<Row> taken = new ArrayList<>(left.size());
    left.forEach(
        (key, one) -> {
          boolean kept = one.forgottenAt() == KEPT;
          taken.add(new Row(key, kept ? one.bytes() : null));
          if (!kept) {
            forgotten.accept(one.forgottenAt());
          }
        });
    left.clear();
    return taken;
  }
}
