package io.tidemark.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/**
 * Turns rows into records of one schema. Thread-safe.
 *
 * <p>An empty cell is null. A null goes to a nullable field as null and to a field with a default
 * as the default; any other field refuses the row. So that a service can refuse what it must not be
 * without, rather than the replay, declare the field nullable in the schema and required in the
 * source.
 */
public final class RecordMapping {
  private final MappingSpec spec;
  private final Schema schema;
  private final List<FieldFiller> fillers;
  private final Schema.Field time;
  private final boolean timeInMicros;

  /**
   * Checks a mapping against the schema.
   *
   * @param columns the columns of the file, or empty where it does not say
   * @throws MappingException with every problem found
   */
  public RecordMapping(MappingSpec spec, Schema schema, List<String> columns) {
    this.spec = spec;
    this.schema = schema;
    List<String> problems = new MappingCheck(spec, schema, columns).problems();
    if (!problems.isEmpty()) {
      throw new MappingException(problems);
    }
    this.fillers = schema.getFields().stream().map(f -> FieldFiller.of(f, spec)).toList();
    this.time = spec.time() == null ? null : schema.getField(spec.time());
    this.timeInMicros =
        time != null
            && MappingCheck.timestampType(time.schema()).getLogicalType()
                instanceof LogicalTypes.TimestampMicros;
  }

  /**
   * Maps a row.
   *
   * @return empty where the conditions of {@code where} leave the row out
   * @throws RowException when a value does not fit its field
   */
  public Optional<MappedRecord> map(Row row) {
    if (!isWanted(row)) {
      return Optional.empty();
    }
    GenericData.Record value = new GenericData.Record(schema);
    for (FieldFiller filler : fillers) {
      value.put(filler.position(), filler.fill(row));
    }
    return Optional.of(new MappedRecord(row.number(), key(value), value, timeMs(value)));
  }

  private boolean isWanted(Row row) {
    return spec.where().entrySet().stream()
        .allMatch(
            condition ->
                Objects.toString(row.get(condition.getKey()), "").equals(condition.getValue()));
  }

  private String key(GenericData.Record value) {
    List<Object> parts = new ArrayList<>();
    spec.key().forEach(field -> parts.add(value.get(field)));
    return parts.isEmpty() || parts.contains(null)
        ? null
        : parts.stream().map(Object::toString).collect(Collectors.joining("|"));
  }

  private OptionalLong timeMs(GenericData.Record value) {
    if (time == null || !(value.get(time.pos()) instanceof Long instant)) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(timeInMicros ? Math.floorDiv(instant, 1000) : instant);
  }

  /** Fills one field of the record, or one map field entry by entry. */
  private record FieldFiller(Schema.Field field, Map<String, Cell> entries, Cell whole) {

    static FieldFiller of(Schema.Field field, MappingSpec spec) {
      Map<String, Cell> entries = new LinkedHashMap<>();
      for (String target : MappingCheck.targets(spec)) {
        if (target.startsWith(field.name() + ".")) {
          Schema values = MappingCheck.withoutNull(field.schema()).getValueType();
          entries.put(target.substring(field.name().length() + 1), Cell.of(target, values, spec));
        }
      }
      return new FieldFiller(field, entries, Cell.of(field.name(), field.schema(), spec));
    }

    int position() {
      return field.pos();
    }

    Object fill(Row row) {
      if (entries.isEmpty()) {
        Object value = whole.read(row);
        return value == null && field.hasDefaultValue()
            ? GenericData.get().getDefaultValue(field)
            : whole.requireValue(value, row);
      }
      Map<String, Object> map = new LinkedHashMap<>();
      entries.forEach((name, cell) -> map.put(name, cell.requireValue(cell.read(row), row)));
      return map;
    }
  }
}
