package io.tidemark.contribution;

import io.tidemark.contribution.Contribution.GroupInputs;
import io.tidemark.event.Event;
import io.tidemark.event.Fields;
import io.tidemark.expression.EvaluationException;
import io.tidemark.expression.Expression;
import io.tidemark.store.EntityKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What the events of one source contribute to one entity. Thread-safe.
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
   * @param id by which its contributions go; name and version too until {@link #withIds}
   * @param where selects events; {@code null} for all
   * @param inputs what each aggregate is fed
   */
  public record GroupProgram(String group, String id, Expression where, List<Input> inputs) {}

  /**
   * What one aggregate is fed.
   *
   * @param of the value; {@code null} where events themselves are aggregated
   * @param where selects events beside the group's own; {@code null} for all
   */
  public record Input(Expression of, Expression where) {}

  /**
   * The same program whose contributions go by other ids.
   *
   * @param idOf the id of a group, given as {@code name@version}
   */
  public ContributionProgram withIds(UnaryOperator<String> idOf) {
    List<GroupProgram> named =
        groups.stream()
            .map(g -> new GroupProgram(g.group(), idOf.apply(g.group()), g.where(), g.inputs()))
            .toList();
    return new ContributionProgram(source, key, keyedByEntity, named);
  }

  /** The entity's key; empty when a part of it is null or an empty text. */
  public Optional<String> keyOf(Fields fields) {
    List<String> parts = new ArrayList<>(key.size());
    for (String field : key) {
      Object part = fields.get(field);
      if (part == null || "".equals(part)) {
        return Optional.empty();
      }
      parts.add(part.toString());
    }
    return Optional.of(EntityKey.join(parts));
  }

  /**
   * What the event contributes, or nothing when no group selects it.
   *
   * @param wanted which groups are asked, by id
   * @param failed told the name and version of the group of each expression that fails; a condition
   *     that fails selects nothing, an input that fails is null
   */
  public Optional<Contribution> contribute(
      Event event, Predicate<String> wanted, Consumer<String> failed) {
    List<GroupInputs> selected = new ArrayList<>(groups.size());
    for (GroupProgram group : groups) {
      if (wanted.test(group.id()) && holds(group, group.where(), event.fields(), failed)) {
        selected.add(new GroupInputs(group.id(), inputs(group, event.fields(), failed)));
      }
    }
    return selected.isEmpty()
        ? Optional.empty()
        : Optional.of(new Contribution(event.timeMs(), selected));
  }

  private static Object[] inputs(GroupProgram group, Fields fields, Consumer<String> failed) {
    Object[] values = new Object[group.inputs().size()];
    for (int i = 0; i < values.length; i++) {
      Input input = group.inputs().get(i);
      if (holds(group, input.where(), fields, failed)) {
        values[i] = input.of() == null ? true : evaluate(group, input.of(), fields, failed);
      }
    }
    return values;
  }

  private static boolean holds(
      GroupProgram group, Expression where, Fields fields, Consumer<String> failed) {
    return where == null || Boolean.TRUE.equals(evaluate(group, where, fields, failed));
  }

  private static Object evaluate(
      GroupProgram group, Expression expression, Fields fields, Consumer<String> failed) {
    try {
      Object value = expression.evaluate(fields);
      return value instanceof Instant instant ? (Object) instant.toEpochMilli() : value;
    } catch (EvaluationException e) {
      failed.accept(group.group());
      return null;
    }
  }
}
