package io.tidemark.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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

  /**
   * The type of a field, or empty where there is none.
   *
   * @param path as {@link Fields#get} takes it; nullable where a record on the way is
   */
  public Optional<FieldType> field(String path) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      return Optional.ofNullable(fields.get(path));
    }
    return Optional.ofNullable(fields.get(path.substring(0, dot)))
        .flatMap(owner -> within(owner, path.substring(dot + 1)));
  }

  private static Optional<FieldType> within(FieldType owner, String path) {
    return new RecordType("", owner.fields())
        .field(path)
        .map(type -> owner.nullable() ? type.orNull() : type);
  }
}
