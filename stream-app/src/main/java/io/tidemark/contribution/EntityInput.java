package io.tidemark.contribution;

/** What reaches the features of an entity; groups go by their ids. */
public sealed interface EntityInput {
  /** It is not known what time it is in a stream. */
  long NO_CLOCK = Long.MIN_VALUE;

  /**
   * What an event contributes to one entity.
   *
   * @param past whether the event is from before its groups were declared: it is no news
   * @param clockMs stream time of the partition it was read from, milliseconds since the Unix
   *     epoch, which the event may be ahead of or behind; {@link #NO_CLOCK} where that is not known
   *     yet, or is not what moves windows
   */
  record Contributed(Contribution contribution, boolean past, long clockMs)
      implements EntityInput {}

  /**
   * A group has had the past of a partition of its source; sent to every task of the entity.
   *
   * @param partitions how many partitions have to say so
   */
  record CaughtUp(String group, int partition, int partitions) implements EntityInput {}
}
