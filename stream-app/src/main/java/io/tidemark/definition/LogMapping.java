package io.tidemark.definition;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How records of a producer's own schema are read as predictions or outcomes.
 *
 * @param kind which of the two they are
 * @param source the topic, where its schema is told, and the time of a record
 * @param values an expression over the record, by the name of our field
 * @param maps the same for the entries of fields that hold values by name
 */
public record LogMapping(
    LogKind kind,
    Source source,
    Map<String, String> values,
    Map<String, Map<String, String>> maps) {

  public LogMapping {
    values = Map.copyOf(new LinkedHashMap<>(values));
    maps = Map.copyOf(maps);
  }
}
