package io.tidemark.store.feast;

import io.tidemark.store.Catalog;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.Catalog.FeatureEntry;
import io.tidemark.store.Catalog.KeyField;
import io.tidemark.store.Catalog.ServiceEntry;
import io.tidemark.store.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The Python file by which a Feast project reads what a catalogue says: an entity per key field, a
 * view and its source per group, and the feature services. Equal catalogues have equal files. Not
 * thread-safe; one use per instance.
 */
public final class FeastRepository {
  private static final String HEAD =
      """
      # What Tidemark keeps in the online store for namespace %s, for Feast 0.67 and later.
      # Written by `tidemark feast`: change the definitions and write it again, not this file.
      #
      # Tidemark alone writes these views, from events; `online=False` says to Feast that it has
      # nothing to materialise into them, and does not keep it from reading them. Their sources are
      # where their history would be, for training; the files need not exist to read what is online.
      from datetime import timedelta

      from feast import Entity, FeatureService, FeatureView, Field, FileSource
      from feast.types import Array, Bool, Float64, Int64, String
      from feast.value_type import ValueType
      """;

  private final StringBuilder text = new StringBuilder();
  private final Set<String> variables = new HashSet<>();
  private final Map<String, String> entities = new HashMap<>();
  private final Map<String, String> views = new HashMap<>();

  private FeastRepository() {}

  /** The file's text. */
  public static String of(Catalog catalog) {
    FeastRepository repository = new FeastRepository();
    repository.text.append(HEAD.formatted(catalog.namespace()));
    catalog.entities().forEach(repository::entity);
    catalog.services().forEach(repository::service);
    return repository.text.toString();
  }

  private void entity(EntityEntry entity) {
    List<String> keys = entity.key().stream().map(this::joinKey).toList();
    Map<String, List<FeatureEntry>> groups = new LinkedHashMap<>();
    entity
        .features()
        .forEach(f -> groups.computeIfAbsent(f.group(), name -> new ArrayList<>()).add(f));
    groups.values().forEach(features -> view(entity, keys, features));
  }

  /** The variable of a key field's entity; fields of one name and type share it. */
  private String joinKey(KeyField field) {
    boolean whole = field.type() == ValueType.LONG;
    return entities.computeIfAbsent(
        field.name() + whole, name -> declareJoinKey(field.name(), whole));
  }

  /** Feast's entities have names of their own: two of one field differ in their type. */
  private String declareJoinKey(String field, boolean whole) {
    String name = entities.containsKey(field + !whole) ? field + (whole ? "_int" : "_text") : field;
    String variable = variable("entity_" + name);
    text.append(
        """

        %s = Entity(name=%s, join_keys=[%s], value_type=ValueType.%s)
        """
            .formatted(variable, quoted(name), quoted(field), whole ? "INT64" : "STRING"));
    return variable;
  }

  private void view(EntityEntry entity, List<String> keys, List<FeatureEntry> features) {
    FeatureEntry first = features.get(0);
    String variable = variable("view_" + first.group());
    views.put(first.group(), variable);
    text.append("\n").append(variable).append(" = FeatureView(\n");
    line("name=" + quoted(first.group()));
    line("entities=[" + String.join(", ", keys) + "]");
    line("ttl=timedelta(seconds=" + first.ttl().toSeconds() + ")");
    text.append("    schema=[\n");
    entity.key().forEach(f -> field(f.name(), f.type() == ValueType.LONG ? "Int64" : "String"));
    features.forEach(feature -> field(feature.name(), type(feature.type())));
    text.append("    ],\n");
    line(
        "source=FileSource(name=%s, path=%s, timestamp_field=\"event_timestamp\")"
            .formatted(
                quoted(first.group() + "_history"),
                quoted("history/" + first.group() + ".parquet")));
    line("online=False");
    line("owner=" + quoted(first.owner() == null ? "" : first.owner()));
    line("tags={\"version\": \"" + first.version() + "\"}");
    text.append(")\n");
  }

  private void line(String argument) {
    text.append("    ").append(argument).append(",\n");
  }

  private void field(String name, String type) {
    text.append("        Field(name=%s, dtype=%s),\n".formatted(quoted(name), type));
  }

  private static String type(ValueType type) {
    return switch (type) {
      case LONG -> "Int64";
      case DOUBLE -> "Float64";
      case BOOLEAN -> "Bool";
      case STRING -> "String";
      case LONG_LIST -> "Array(Int64)";
      case DOUBLE_LIST -> "Array(Float64)";
      case BOOLEAN_LIST -> "Array(Bool)";
      case STRING_LIST -> "Array(String)";
    };
  }

  /** Feast has the features of a service by view. */
  private void service(ServiceEntry service) {
    Map<String, List<String>> byView = new LinkedHashMap<>();
    for (String feature : service.features()) {
      int dot = feature.indexOf('.');
      byView
          .computeIfAbsent(feature.substring(0, dot), view -> new ArrayList<>())
          .add(quoted(feature.substring(dot + 1)));
    }
    text.append("\n").append(variable("service_" + service.name())).append(" = FeatureService(\n");
    line("name=" + quoted(service.name()));
    line(
        byView.entrySet().stream()
            .map(e -> views.get(e.getKey()) + "[[" + String.join(", ", e.getValue()) + "]]")
            .collect(Collectors.joining(", ", "features=[", "]")));
    text.append(")\n");
  }

  /** A name of Python's that no other has. */
  private String variable(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
    String free = plain;
    for (int i = 2; !variables.add(free); i++) {
      free = plain + "_" + i;
    }
    return free;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
