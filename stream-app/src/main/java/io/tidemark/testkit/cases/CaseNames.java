package io.tidemark.testkit.cases;

import io.tidemark.contribution.EntityFeatures;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.Model;
import io.tidemark.feature.Feature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What cases may name.
 *
 * @param sources names of sources
 * @param features names of features by entity
 * @param keys key fields by entity
 * @param labels names of labels by model, of those that have any
 */
record CaseNames(
    SortedSet<String> sources,
    Map<String, SortedSet<String>> features,
    Map<String, List<String>> keys,
    Map<String, SortedSet<String>> labels) {

  static CaseNames of(CheckedDefinitions definitions) {
    SortedSet<String> sources = new TreeSet<>();
    definitions.sources().forEach(source -> sources.add(source.source().name()));
    Map<String, SortedSet<String>> features = new LinkedHashMap<>();
    Map<String, List<String>> keys = new LinkedHashMap<>();
    for (EntityFeatures entity : EntityFeatures.of(definitions)) {
      SortedSet<String> names = new TreeSet<>();
      entity.plan().features().stream().map(Feature::name).forEach(names::add);
      features.put(entity.entity().name(), names);
      keys.put(entity.entity().name(), entity.entity().key());
    }
    return new CaseNames(sources, features, keys, labels(definitions));
  }

  private static Map<String, SortedSet<String>> labels(CheckedDefinitions definitions) {
    Map<String, SortedSet<String>> labels = new LinkedHashMap<>();
    for (Model model : definitions.definitions().models()) {
      for (Model.Label label : model.labels()) {
        labels.computeIfAbsent(model.name(), name -> new TreeSet<>()).add(label.name());
      }
    }
    return labels;
  }
}
