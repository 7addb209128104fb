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

  /**
   * The entity is to be erased.
   *
   * @param id identity of the request
   * @param beforeMs when it was asked for: what happened before does not count any more, where it
   *     is read again for groups that are new; milliseconds since the Unix epoch
   * @param requested whether somebody asked for it beside the events, so that what happened before
   *     does not count either where it comes in later; else order alone says what came before
   * @param parts how many tasks are told, since each of them may hold the entity
   */
  record Erased(String id, long beforeMs, boolean requested, int parts) implements EntityInput {}
}
