package io.tidemark.definition;

import io.tidemark.definition.CheckedDefinitions.CheckedAggregate;
import io.tidemark.definition.CheckedDefinitions.CheckedGroup;
import io.tidemark.definition.CheckedDefinitions.CheckedSource;
import io.tidemark.expression.Expression;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What reads each field of a source's records. */
final class FieldUses {
  private static final Set<String> TIME_USES = Set.of("event_time", "required");

  private final Map<String, Set<String>> byField = new TreeMap<>();

  private FieldUses() {}

  static Map<String, Set<String>> of(CheckedSource checked, List<CheckedGroup> groups) {
    FieldUses uses = new FieldUses();
    Source source = checked.source();
    uses.add("event_time", List.of(source.eventTime()));
    uses.add("event_id", source.eventId() == null ? List.of() : List.of(source.eventId()));
    uses.add("partitioned_by", source.partitionedBy());
    uses.add("required", source.required());
    checked.rules().forEach(rule -> uses.add("rule " + rule.rule().name(), rule.expect()));
    groups.forEach(uses::add);
    return uses.byField;
  }

  /**
   * The field of event time, where its unit is declared and nothing else asks for its type: its
   * reader takes a plain value as well as one of a logical type.
   */
  static Set<String> readAsWritten(Source source, Set<String> uses) {
    boolean declared = source.eventTimeUnit() != EventTimeUnit.LOGICAL_TYPE;
    return declared && TIME_USES.containsAll(uses) ? Set.of(source.eventTime()) : Set.of();
  }

  private void add(CheckedGroup group) {
    String name = group.group().name();
    add("key of " + group.entity().name(), group.entity().key());
    add("group " + name, group.where());
    for (CheckedAggregate input : group.aggregates()) {
      String feature = "feature " + name + "." + input.aggregate().name();
      add(feature, input.of());
      add(feature, input.where());
    }
  }

  private void add(String use, Expression expression) {
    if (expression != null) {
      add(use, expression.fields());
    }
  }

  private void add(String use, Collection<String> paths) {
    for (String path : paths) {
      String field = path.split("\\.", 2)[0];
      byField.computeIfAbsent(field, name -> new TreeSet<>()).add(use);
    }
  }
}
