package io.tidemark.contribution;

import java.util.List;

/**
 * What one event contributes to the features of one entity: the aggregated expressions' values, per
 * group that selected the event. Crosses the repartition topic where a source is not partitioned by
 * the entity's key.
 *
 * @param timeMs event time
 * @param groups contributions by group; a group that did not select the event is absent
 */
public record Contribution(long timeMs, List<GroupInputs> groups) {

  /**
   * Values for one group.
   *
   * @param group id of the group, or its name and version: stable where an index would not be when
   *     definitions change while records are under way
   * @param values one value per aggregate of the group: null, Boolean, Long, Double or String
   */
  public record GroupInputs(String group, Object[] values) {}
}
