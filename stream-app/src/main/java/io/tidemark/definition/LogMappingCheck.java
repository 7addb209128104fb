package io.tidemark.definition;

import io.tidemark.definition.CheckedDefinitions.CheckedLog;
import io.tidemark.definition.LogKind.Form;
import io.tidemark.event.RecordType;
import io.tidemark.expression.Expression;
import java.util.LinkedHashMap;
import java.util.Map;

/** Holds the mapping of a topic of predictions or outcomes against its schema. */
final class LogMappingCheck {
  private final SchemaCheck check;

  LogMappingCheck(SchemaCheck check) {
    this.check = check;
  }

  CheckedLog of(LogMapping mapping, RecordType type) {
    Map<String, Expression> values = new LinkedHashMap<>();
    mapping
        .values()
        .forEach(
            (name, text) -> {
              Form form = mapping.kind().forms().getOrDefault(name, Form.MAP);
              values.put(name, expression(mapping, name, text, type, form));
            });
    Map<String, Map<String, Expression>> maps = new LinkedHashMap<>();
    mapping.maps().forEach((name, entries) -> maps.put(name, map(mapping, name, entries, type)));
    return new CheckedLog(mapping, check.eventTime(mapping.source(), type), values, maps);
  }

  private Map<String, Expression> map(
      LogMapping mapping, String name, Map<String, String> entries, RecordType type) {
    Map<String, Expression> map = new LinkedHashMap<>();
    entries.forEach(
        (entry, text) -> map.put(entry, expression(mapping, name, text, type, Form.ENTRY)));
    return map;
  }

  private Expression expression(
      LogMapping mapping, String name, String text, RecordType type, Form form) {
    return check.expression(mapping, name, text, type, form.kinds());
  }
}
