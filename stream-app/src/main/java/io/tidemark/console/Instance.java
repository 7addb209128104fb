package io.tidemark.console;

import java.util.List;

/**
 * A process of the service, as Kafka Streams knows it.
 *
 * @param address where the others reach it, {@code host:port}
 * @param asked whether it is the one that answers
 * @param active the partitions its active tasks read, in order
 * @param standby the partitions whose state it keeps for others, in order
 */
public record Instance(String address, boolean asked, List<Reading> active, List<Reading> standby) {

  public Instance {
    active = List.copyOf(active);
    standby = List.copyOf(standby);
  }

  /**
   * What is read of a topic.
   *
   * @param partitions in ascending order, at least one
   */
  public record Reading(String topic, List<Integer> partitions) {
    public Reading {
      partitions = List.copyOf(partitions);
    }
  }
}
