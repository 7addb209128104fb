package io.tidemark.contribution;

/** What reaches the features of an entity; groups go by their ids. */
public sealed interface EntityInput {
  /**
   * What an event contributes to one entity.
   *
   * @param past whether the event is from before its groups were declared: it is no news
   */
  record Contributed(Contribution contribution, boolean past) implements EntityInput {}

  /**
   * A group has had the past of a partition of its source; sent to every task of the entity.
   *
   * @param partitions how many partitions have to say so
   */
  record CaughtUp(String group, int partition, int partitions) implements EntityInput {}
}
