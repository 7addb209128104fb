package io.tidemark.follow;

import java.util.OptionalLong;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * What one topic says, taken in record by record.
 *
 * <p>A follower calls it from one thread, in the order of each partition. A record may come again.
 * An exception other than {@link IllegalArgumentException} is a failure of the topic.
 *
 * @param <T> class of the topic's values
 */
public interface Followed<T extends SpecificRecordBase> {

  /**
   * Refuses a record that stands under another key than it should, where that matters.
   *
   * @param key null where it has none
   * @throws IllegalArgumentException when it does: it is skipped
   */
  default void requireKey(String key, T record) {}

  /**
   * Takes in a record.
   *
   * @throws IllegalArgumentException when it makes no sense: it is skipped
   */
  void accept(T record);

  /**
   * Takes in a tombstone: what was said under a key holds no more.
   *
   * @throws IllegalArgumentException when it makes no sense: it is skipped
   */
  void remove(String key);

  /**
   * From which offset of a partition the topic is read on, by one that kept what it said before;
   * empty by default, and where it has nothing of that partition.
   */
  default OptionalLong goesOnAt(int partition) {
    return OptionalLong.empty();
  }

  /** Takes note that what is before an offset of a partition was handed over or skipped. */
  default void reached(int partition, long offset) {}
}
