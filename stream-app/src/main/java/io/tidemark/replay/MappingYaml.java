package io.tidemark.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A mapping as YAML, with the keys and the notation of the flags.
 *
 * <pre>
 * topic: predictions
 * schema: PredictionLog
 * key: request_id                    # or a list of fields
 * time: timestamp
 * where: {click: 1}
 * map:
 *   timestamp: timestamp             # column[:type[:format]]
 *   raw_features.position: position:long
 * const: {model: ranker}
 * id: {request_id: "bts-{row}"}
 * delimiter: ";"                     # and the other keys of {@link FileFormReader}
 * </pre>
 */
public final class MappingYaml {
  private static final Set<String> KEYS = keys();

  private final List<String> problems = new ArrayList<>();
  private final Map<String, Object> root = new LinkedHashMap<>();

  private MappingYaml(Map<?, ?> root) {
    root.forEach((key, value) -> this.root.put(String.valueOf(key), value));
  }

  private static Set<String> keys() {
    Set<String> keys = new TreeSet<>(FileFormReader.KEYS);
    keys.addAll(List.of("topic", "schema", "key", "time", "where", "map", "const", "id"));
    return keys;
  }

  /**
   * Reads a mapping.
   *
   * @throws MappingException with every problem found
   */
  public static MappingSpec parse(String yaml) {
    try {
      Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
      if (root instanceof Map<?, ?> map) {
        return new MappingYaml(map).spec();
      }
    } catch (YAMLException e) {
      throw new MappingException(List.of("The mapping is no YAML: " + e.getMessage()));
    }
    throw new MappingException(
        List.of("The mapping is no YAML object: must have some of the keys " + KEYS + "."));
  }

  private MappingSpec spec() {
    for (String key : root.keySet()) {
      if (!KEYS.contains(key)) {
        problems.add("Unknown key '" + key + "' in the mapping: must be one of " + KEYS + ".");
      }
    }
    Map<String, String> where = texts("where");
    Map<String, ColumnSpec> columns = columns();
    MappingSpec spec =
        new MappingSpec(
            text("schema"),
            text("topic"),
            key(),
            text("time"),
            where,
            columns,
            section("const"),
            texts("id"),
            form());
    if (!problems.isEmpty()) {
      throw new MappingException(problems);
    }
    return spec;
  }

  private FileForm form() {
    Map<String, Object> said = new LinkedHashMap<>(root);
    said.keySet().retainAll(FileFormReader.KEYS);
    try {
      return FileFormReader.read(said);
    } catch (MappingException e) {
      problems.addAll(e.problems());
      return FileForm.DEFAULT;
    }
  }

  private String text(String key) {
    Object value = root.get(key);
    return value == null ? null : String.valueOf(value);
  }

  private List<String> key() {
    Object key = root.get("key");
    if (key instanceof List<?> fields) {
      return fields.stream().map(String::valueOf).toList();
    }
    return key == null ? List.of() : List.of(String.valueOf(key));
  }

  private Map<String, ColumnSpec> columns() {
    Map<String, ColumnSpec> columns = new LinkedHashMap<>();
    texts("map")
        .forEach(
            (field, column) -> {
              try {
                columns.put(field, ColumnSpec.parse(column));
              } catch (IllegalArgumentException e) {
                problems.add("map." + field + ": " + e.getMessage());
              }
            });
    return columns;
  }

  private Map<String, String> texts(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    section(key).forEach((name, value) -> texts.put(name, String.valueOf(value)));
    return texts;
  }

  private Map<String, Object> section(String key) {
    Map<String, Object> section = new LinkedHashMap<>();
    if (root.get(key) instanceof Map<?, ?> entries) {
      entries.forEach((name, value) -> section.put(String.valueOf(name), value));
    } else if (root.get(key) != null) {
      problems.add(
          "Key '" + key + "' of the mapping is '" + root.get(key) + "': must hold name: value.");
    }
    return section;
  }
}
