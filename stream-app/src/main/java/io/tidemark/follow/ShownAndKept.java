package io.tidemark.follow;

import java.util.OptionalLong;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Two who follow one topic: one that shows its newest words, and one that keeps them over restarts.
 *
 * @param shown is handed each record first
 * @param kept may change it, and says where reading goes on
 */
public record ShownAndKept<T extends SpecificRecordBase>(Followed<T> shown, Followed<T> kept)
    implements Followed<T> {

  @Override
  public void accept(T record) {
    shown.accept(record);
    kept.accept(record);
  }

  @Override
  public void remove(String key) {
    shown.remove(key);
    kept.remove(key);
  }

  @Override
  public OptionalLong goesOnAt(int partition) {
    return kept.goesOnAt(partition);
  }

  @Override
  public void reached(int partition, long offset) {
    kept.reached(partition, offset);
  }
}
