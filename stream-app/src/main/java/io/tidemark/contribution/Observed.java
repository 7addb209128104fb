package io.tidemark.contribution;

import io.tidemark.event.Event;
import java.util.Set;

/** What a partition of a source has to say to the features it feeds. */
public sealed interface Observed {
  /**
   * An event as it came in: every group takes it.
   *
   * @param clockMs stream time of the partition, or {@link EntityInput#NO_CLOCK}
   */
  record Live(Event event, long clockMs) implements Observed {}

  /**
   * An event from before the application read the source for some groups.
   *
   * @param groups ids of the groups that have not had it; no other group may take it again
   * @param clockMs stream time of the partition, which the past does not move, or {@link
   *     EntityInput#NO_CLOCK}
   */
  record Past(Event event, Set<String> groups, long clockMs) implements Observed {
    public Past {
      groups = Set.copyOf(groups);
    }
  }

  /**
   * A group has had everything the partition held before the application read it for the group.
   *
   * @param group the group's id
   * @param partition the partition of the source
   * @param partitions how many partitions the source has
   */
  record CaughtUp(String group, int partition, int partitions) implements Observed {}

  /**
   * A record without a value says that the entity whose key it has is to be erased.
   *
   * @param key of the entity
   * @param id another for every record
   * @param beforeMs what happened before does not count where it is read again for groups that are
   *     new; milliseconds since the Unix epoch, {@link Long#MIN_VALUE} where that is not known
   */
  record Erased(String key, String id, long beforeMs) implements Observed {}
}
