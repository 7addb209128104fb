package io.tidemark.kafka.follow;

import io.tidemark.avro.ControlCommand;
import io.tidemark.follow.Followed;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Ids in the order they came, of tombstones the key in brackets. */
final class TakenIds implements Followed<ControlCommand> {
  final List<String> taken = new CopyOnWriteArrayList<>();

  @Override
  public void accept(ControlCommand record) {
    switch (record.getId()) {
      case "senseless" -> throw new IllegalArgumentException("It makes no sense.");
      case "broken" -> throw new IllegalStateException("the handler is broken");
      default -> taken.add(record.getId());
    }
  }

  @Override
  public void remove(String key) {
    taken.add("(" + key + ")");
  }
}
