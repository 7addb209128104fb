package io.tidemark.definition;

import io.tidemark.event.RecordType;
import io.tidemark.expression.Expression;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Definitions that fit their schemas, with every expression compiled. Immutable and thread-safe.
 *
 * @param definitions what was declared
 * @param sources in the order declared
 * @param groups in the order declared
 * @param models in the order declared
 * @param warnings what fits and may still not be meant
 */
public record CheckedDefinitions(
    Definitions definitions,
    List<CheckedSource> sources,
    List<CheckedGroup> groups,
    List<CheckedModel> models,
    List<DefinitionProblem> warnings) {

  public CheckedDefinitions {
    warnings = List.copyOf(warnings);
    sources = List.copyOf(sources);
    groups = List.copyOf(groups);
    models = List.copyOf(models);
  }

  /** The groups fed by a source, in the order declared. */
  public List<CheckedGroup> groupsOf(Source source) {
    return groups.stream().filter(group -> group.group().source().equals(source.name())).toList();
  }

  /**
   * The fields of a source's records that are read: for its own checks, for keys and features.
   *
   * @return names of the record's own fields; of a nested field the record it is in
   */
  public Set<String> fieldsOf(CheckedSource checked) {
    return FieldUses.of(checked, groupsOf(checked.source())).keySet();
  }

  /**
   * What reads each field of a source's records, such as {@code rule price_not_negative}.
   *
   * @return by the names that {@link #fieldsOf} gives
   */
  public Map<String, Set<String>> usesOf(CheckedSource checked) {
    return FieldUses.of(checked, groupsOf(checked.source()));
  }

  /**
   * Those of the fields that are read which may be written in any type: their reader tells types
   * apart, such as a plain time in the declared unit and one that got a logical type.
   */
  public Set<String> readAsWritten(CheckedSource checked) {
    Source source = checked.source();
    return FieldUses.readAsWritten(
        source, usesOf(checked).getOrDefault(source.eventTime(), Set.of()));
  }

  /**
   * A source with the type of its records.
   *
   * @param rules the source's rules, in order
   */
  public record CheckedSource(
      Source source, RecordType type, EventTimeReader eventTime, List<CheckedRule> rules) {

    public CheckedSource {
      rules = List.copyOf(rules);
    }
  }

  /**
   * A rule; the record passes when {@code expect} {@linkplain Expression#holds holds}.
   *
   * @param expect of kind BOOL
   */
  public record CheckedRule(Rule rule, Expression expect) {}

  /**
   * A feature group.
   *
   * @param entity what the group is about
   * @param where of kind BOOL, or {@code null} for all events
   * @param aggregates the group's features, in order
   * @param derived the features computed from them, in order
   */
  public record CheckedGroup(
      FeatureGroup group,
      Entity entity,
      Expression where,
      List<CheckedAggregate> aggregates,
      List<CheckedDerived> derived) {

    public CheckedGroup {
      aggregates = List.copyOf(aggregates);
      derived = List.copyOf(derived);
    }
  }

  /**
   * One aggregation.
   *
   * @param of of a kind the aggregation takes; {@code null} where it takes events themselves
   * @param where of kind BOOL, or {@code null} for all events of the group
   */
  public record CheckedAggregate(Aggregate aggregate, Expression of, Expression where) {}

  /**
   * One derived feature.
   *
   * @param expr over the names of the group's aggregated values
   */
  public record CheckedDerived(Derived derived, Expression expr) {}

  /**
   * A model.
   *
   * @param outcomeId what tells an outcome from others: of kind STRING or INT, over an outcome;
   *     {@code null} where its content does
   * @param labels the model's labels, in order
   * @param logs how its topics are mapped; none of those whose records are our own
   */
  public record CheckedModel(
      Model model, Expression outcomeId, List<CheckedLabel> labels, List<CheckedLog> logs) {

    public CheckedModel {
      labels = List.copyOf(labels);
      logs = List.copyOf(logs);
    }
  }

  /**
   * A topic whose records are mapped to predictions or outcomes.
   *
   * @param time when a record was
   * @param values over the record, by the name of our field
   * @param maps the same for the entries of fields that hold values by name
   */
  public record CheckedLog(
      LogMapping mapping,
      EventTimeReader time,
      Map<String, Expression> values,
      Map<String, Map<String, Expression>> maps) {

    /** The fields of the record that are read; of a nested field the record it is in. */
    public Set<String> fields() {
      Set<String> fields = expressionFields();
      fields.add(mapping.source().eventTime().split("\\.", 2)[0]);
      return fields;
    }

    /** Those of them which may be written in any type, as for a source. */
    public Set<String> readAsWritten() {
      boolean alone = !expressionFields().contains(mapping.source().eventTime());
      return alone ? FieldUses.readAsWritten(mapping.source(), Set.of()) : Set.of();
    }

    private Set<String> expressionFields() {
      Set<String> fields = new TreeSet<>();
      values.values().forEach(value -> fields.addAll(value.fields()));
      maps.values().forEach(map -> map.values().forEach(v -> fields.addAll(v.fields())));
      return fields;
    }
  }

  /**
   * A label; {@code null} for an expression that is not declared.
   *
   * @param positive of kind BOOL, over an outcome and its prediction, as are the others
   * @param negative of kind BOOL
   * @param value the label's value
   * @param weight the example's weight
   * @param by what outcomes are told apart by: of kind STRING, INT or BOOL
   * @param source whose word it is: of kind STRING
   */
  public record CheckedLabel(
      Model.Label label,
      Expression positive,
      Expression negative,
      CheckedMeasure value,
      CheckedMeasure weight,
      Expression by,
      Expression source) {}

  /**
   * A number of an example, by what makes it: each of kind INT or DOUBLE, or {@code null} for the
   * usual one.
   *
   * @param positive over an outcome and its prediction
   * @param negative over an outcome and its prediction
   * @param timeout over the prediction
   */
  public record CheckedMeasure(Expression positive, Expression negative, Expression timeout) {}
}
