package io.tidemark.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of a record by name, in declaration order.
 *
 * @param name the record's full name
 * @param fields type of each field
 */
public record RecordType(String name, Map<String, FieldType> fields) {

  public RecordType {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
