package io.tidemark.definition.yaml;

import io.tidemark.definition.LogKind;
import io.tidemark.definition.LogMapping;
import io.tidemark.definition.Source;
import io.tidemark.definition.SourceMap;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads {@code fields} of a topic of predictions or outcomes. */
final class LogMappingReader {
  private final SourceReader sources;
  private final SourceMap sourceMap;

  LogMappingReader(SourceReader sources, SourceMap sourceMap) {
    this.sources = sources;
    this.sourceMap = sourceMap;
  }

  /**
   * The mapping of a topic, or null where its records are our own.
   *
   * @param in the part that names the topic, which may name its schema too
   * @param constants expressions for fields that are left out
   */
  LogMapping read(MappingReader in, LogKind kind, String topic, Map<String, String> constants) {
    if (in.mapping("fields").isEmpty()) {
      return null;
    }
    MappingReader fields = in.mapping("fields").orElseThrow();
    SourceReader.EventTime time = sources.eventTime(fields, kind.time());
    Source source =
        new Source(
            kind.name().toLowerCase(Locale.ROOT) + "s of " + topic,
            topic,
            sources.records(in),
            time.field(),
            time.unit(),
            null,
            Duration.ZERO,
            Duration.ZERO,
            List.of(),
            List.of(),
            List.of());
    Map<String, String> values = values(fields, kind, constants);
    Map<String, Map<String, String>> maps = new LinkedHashMap<>();
    kind.maps().stream().sorted().forEach(name -> map(fields, name, values, maps));
    fields.finish();
    return fields.located(
        new LogMapping(kind, in.located(source, sourceMap), values, maps), sourceMap);
  }

  private static Map<String, String> values(
      MappingReader fields, LogKind kind, Map<String, String> constants) {
    Map<String, String> values = new LinkedHashMap<>(constants);
    for (String name : kind.forms().keySet()) {
      fields.optionalText(name).ifPresent(expression -> values.put(name, expression));
    }
    kind.required().stream()
        .filter(name -> !values.containsKey(name))
        .forEach(name -> fields.missing(name, "say which field or expression it is"));
    return values;
  }

  /** A map is one expression, or one for each entry. */
  private static void map(
      MappingReader fields,
      String name,
      Map<String, String> values,
      Map<String, Map<String, String>> maps) {
    if (fields.isMapping(name)) {
      maps.put(name, fields.mapping(name).orElseThrow().all());
    } else {
      fields.optionalText(name).ifPresent(expression -> values.put(name, expression));
    }
  }
}
