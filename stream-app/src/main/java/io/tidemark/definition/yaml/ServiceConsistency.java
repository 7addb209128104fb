package io.tidemark.definition.yaml;

import io.tidemark.definition.Derived;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.FeatureService;
import io.tidemark.definition.SourceMap;
import io.tidemark.text.Spelling;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Checks that feature services name features there are, each once. */
final class ServiceConsistency {
  private final SourceMap sourceMap;
  private final ProblemList problems;

  ServiceConsistency(SourceMap sourceMap, ProblemList problems) {
    this.sourceMap = sourceMap;
    this.problems = problems;
  }

  void check(List<FeatureService> services, List<FeatureGroup> groups) {
    Set<String> known = names(groups);
    services.forEach(service -> check(service, known));
  }

  private void check(FeatureService service, Set<String> known) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < service.features().size(); i++) {
      String name = service.features().get(i);
      if (!NameForm.FEATURE.matches(name)) {
        continue;
      }
      if (!known.contains(name)) {
        String hint = Spelling.didYouMean(name, known).orElse("write <group>.<feature> or <group>");
        report(service, i, name, "there is no such feature", hint);
      } else if (!seen.add(name)) {
        report(service, i, name, "is named twice", "");
      }
    }
  }

  private void report(FeatureService service, int index, String name, String rule, String hint) {
    String attribute = "features[" + index + "]";
    problems.add(sourceMap.find(service, attribute), name, rule, hint);
  }

  /** Groups, and the values of the newest version of each: that is what is served in the end. */
  private static Set<String> names(List<FeatureGroup> groups) {
    Map<String, FeatureGroup> newest = new HashMap<>();
    groups.forEach(
        group -> newest.merge(group.name(), group, (a, b) -> a.version() > b.version() ? a : b));
    Set<String> names = new TreeSet<>(newest.keySet());
    newest.values().forEach(g -> values(g).forEach(value -> names.add(g.name() + "." + value)));
    return names;
  }

  private static Stream<String> values(FeatureGroup group) {
    return Stream.concat(
        group.aggregates().stream().flatMap(aggregate -> aggregate.valueNames().stream()),
        group.derived().stream().map(Derived::name));
  }
}
