package io.tidemark.kafka.features;

import io.tidemark.expression.Expression;
import java.util.List;

/**
 * What the events of one source contribute to one entity.
 *
 * @param source the source's name
 * @param key the fields that make the entity's key
 * @param keyedByEntity whether producers key the source's records by the same fields
 * @param groups the groups the source feeds
 */
public record ContributionProgram(
    String source, List<String> key, boolean keyedByEntity, List<GroupProgram> groups) {

  /**
   * What an event contributes to one group.
   *
   * @param group name and version, {@code name@version}
   * @param where selects events; {@code null} for all
   * @param inputs what each aggregate is fed; a {@code null} element for a count of events
   */
  public record GroupProgram(String group, Expression where, List<Expression> inputs) {}
}
