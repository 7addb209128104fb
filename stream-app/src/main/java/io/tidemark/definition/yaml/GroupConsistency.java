package io.tidemark.definition.yaml;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.Derived;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.SourceMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks groups against themselves and the other versions of them. */
final class GroupConsistency {
  private final SourceMap sourceMap;
  private final ProblemList problems;

  GroupConsistency(SourceMap sourceMap, ProblemList problems) {
    this.sourceMap = sourceMap;
    this.problems = problems;
  }

  void check(List<FeatureGroup> groups) {
    checkVersions(groups);
    groups.forEach(this::checkTtl);
    groups.forEach(this::checkFields);
  }

  private void checkVersions(List<FeatureGroup> groups) {
    Map<String, FeatureGroup> versions = new HashMap<>();
    Map<String, FeatureGroup> firsts = new HashMap<>();
    for (FeatureGroup group : groups) {
      if (group.name().isEmpty()) {
        continue;
      }
      FeatureGroup same = versions.putIfAbsent(group.versioned(), group);
      FeatureGroup first = firsts.putIfAbsent(group.name(), group);
      if (same != null) {
        reportSame(group, same);
      } else if (first != null && !first.entity().equals(group.entity())) {
        reportEntity(group, first);
      }
    }
  }

  private void reportSame(FeatureGroup group, FeatureGroup other) {
    String rule = "version " + group.version() + " is already declared at " + place(other, "group");
    String hint = "raise 'version' to run a change beside it, or choose another name";
    report(group, "group", group.name(), rule, hint);
  }

  private void reportEntity(FeatureGroup group, FeatureGroup first) {
    if (!group.entity().isEmpty() && !first.entity().isEmpty()) {
      String rule = "version " + first.version() + " is about " + first.entity() + " at ";
      String hint = "a group keeps its entity; give this one another name";
      report(group, "entity", group.entity(), rule + place(first, "entity"), hint);
    }
  }

  private void checkTtl(FeatureGroup group) {
    group.aggregates().stream()
        .flatMap(aggregate -> aggregate.windows().stream())
        .filter(window -> group.ttl() != null && window.size().compareTo(group.ttl()) > 0)
        .findFirst()
        .ifPresent(
            window ->
                report(
                    group,
                    "ttl",
                    "",
                    "is shorter than the window " + window.label(),
                    "values would vanish while they still hold"));
  }

  /** {@code a} over 1h and a lifetime feature called {@code a_1h} would share a field. */
  private void checkFields(FeatureGroup group) {
    Map<String, Object> first = new HashMap<>();
    for (Aggregate aggregate : group.aggregates()) {
      take(first, aggregate, aggregate.name(), aggregate.valueNames());
    }
    for (Derived derived : group.derived()) {
      take(first, derived, derived.name(), List.of(derived.name()));
    }
  }

  private void take(Map<String, Object> first, Object part, String name, List<String> fields) {
    fields.stream()
        .filter(first::containsKey)
        .findFirst()
        .ifPresent(field -> reportTaken(part, name, field, first.get(field)));
    fields.forEach(field -> first.putIfAbsent(field, part));
  }

  private void reportTaken(Object part, String name, String field, Object other) {
    if (!name.isEmpty()) {
      String rule = "field " + field + " is already written at " + place(other, "name");
      report(part, "name", name, rule, "rename one");
    }
  }

  private String place(Object part, String attribute) {
    return sourceMap.find(part, attribute).position().toString();
  }

  private void report(Object part, String attribute, String value, String rule, String hint) {
    problems.add(sourceMap.find(part, attribute), value, rule, hint);
  }
}
