package io.tidemark.definition.yaml;

import io.tidemark.definition.Definitions;
import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.FeatureService;
import io.tidemark.definition.LogMapping;
import io.tidemark.definition.Model;
import io.tidemark.definition.Rule;
import io.tidemark.definition.Source;
import io.tidemark.definition.SourceMap;
import io.tidemark.text.Spelling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Checks definitions against themselves: names are unique, references resolve. */
final class Consistency {
  private final Definitions definitions;
  private final SourceMap sourceMap;
  private final ProblemList problems;

  Consistency(Definitions definitions, SourceMap sourceMap, ProblemList problems) {
    this.definitions = definitions;
    this.sourceMap = sourceMap;
    this.problems = problems;
  }

  void check() {
    unique(definitions.sources(), "name", Source::name);
    checkTopics();
    unique(definitions.entities(), "name", Entity::name);
    unique(definitions.models(), "name", Model::name);
    unique(definitions.services(), "name", FeatureService::name);
    definitions.sources().forEach(source -> unique(source.rules(), "name", Rule::name));
    definitions.models().forEach(model -> unique(model.labels(), "name", Model.Label::name));
    definitions.entities().forEach(this::checkKey);
    checkMappings(
        model -> List.of(new Mapped(model.predictionTopic(), model.predictions())), "predictions");
    checkMappings(
        model ->
            model.outcomes().topics().stream()
                .map(topic -> new Mapped(topic.name(), topic.mapping()))
                .toList(),
        "outcomes");
    definitions.groups().forEach(this::checkReferences);
    new GroupConsistency(sourceMap, problems).check(definitions.groups());
    new ServiceConsistency(sourceMap, problems).check(definitions.services(), definitions.groups());
  }

  private <T> void unique(List<T> parts, String attribute, Function<T, String> name) {
    unique(parts, attribute, name, name);
  }

  private <T> void unique(
      List<T> parts, String attribute, Function<T, String> name, Function<T, String> identity) {
    Map<String, T> first = new HashMap<>();
    for (T part : parts) {
      String value = name.apply(part);
      T other = value.isEmpty() ? null : first.putIfAbsent(identity.apply(part), part);
      if (other != null) {
        report(part, attribute, value, "is already taken at " + place(other, attribute), "");
      }
    }
  }

  /** Sources that share a topic part its records by their types. */
  private void checkTopics() {
    Map<String, List<Source>> byTopic = new LinkedHashMap<>();
    for (Source source : definitions.sources()) {
      List<Source> others = byTopic.computeIfAbsent(source.topic(), topic -> new ArrayList<>());
      others.stream()
          .filter(other -> !source.topic().isEmpty() && overlap(source, other))
          .findFirst()
          .ifPresent(other -> reportShared(source, other));
      others.add(source);
    }
  }

  private static boolean overlap(Source one, Source other) {
    String record = one.records().record();
    return record == null
        || other.records().record() == null
        || record.equals(other.records().record());
  }

  private void reportShared(Source source, Source other) {
    String rule = "is already taken at " + place(other, "topic");
    report(source, "topic", source.topic(), rule, "to share it, let each declare its own 'record'");
  }

  private record Mapped(String topic, LogMapping mapping) {}

  /** A topic is read once, however many models take it. */
  private void checkMappings(Function<Model, List<Mapped>> topics, String attribute) {
    Map<String, Model> first = new HashMap<>();
    Map<String, LogMapping> mappings = new HashMap<>();
    for (Model model : definitions.models()) {
      for (Mapped topic : topics.apply(model)) {
        String name = topic.topic();
        Model other = name.isEmpty() ? null : first.putIfAbsent(name, model);
        if (other == model) {
          report(model, attribute, name, "names a topic twice", "");
        } else if (other != null && !Objects.equals(mappings.get(name), topic.mapping())) {
          String rule =
              "its fields are others than those of " + other.name() + ", on the same topic";
          report(model, attribute, name, rule, "write the same, with 'model' among the fields");
        }
        mappings.putIfAbsent(name, topic.mapping());
      }
    }
  }

  private String place(Object part, String attribute) {
    return sourceMap.find(part, attribute).position().toString();
  }

  private void checkKey(Entity entity) {
    if (entity.key().stream().distinct().count() < entity.key().size()) {
      report(entity, "key", String.join(", ", entity.key()), "names a field twice", "");
    }
  }

  private void checkReferences(FeatureGroup group) {
    refers(group, "source", group.source(), names(definitions.sources(), Source::name));
    refers(group, "entity", group.entity(), names(definitions.entities(), Entity::name));
  }

  private static <T> List<String> names(List<T> parts, Function<T, String> name) {
    return parts.stream().map(name).filter(value -> !value.isEmpty()).toList();
  }

  private void refers(FeatureGroup group, String attribute, String name, Collection<String> known) {
    if (!name.isEmpty() && !known.contains(name)) {
      String declared =
          known.isEmpty() ? "none is declared" : "declared: " + String.join(", ", known);
      String hint = Spelling.didYouMean(name, known).orElse(declared);
      report(group, attribute, name, "there is no such " + attribute, hint);
    }
  }

  private void report(Object part, String attribute, String value, String rule, String hint) {
    problems.add(sourceMap.find(part, attribute), value, rule, hint);
  }
}
