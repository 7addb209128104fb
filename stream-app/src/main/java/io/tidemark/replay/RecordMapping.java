package io.tidemark.replay;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;

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
  private final Remarks remarks = new Remarks();
  private final List<FieldFiller> fillers;
  private final Schema.Field time;
  private final long unitsPerMilli;

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
    FieldFiller.Origins origins = new FieldFiller.Origins(spec, new HashSet<>(columns), remarks);
    this.fillers =
        schema.getFields().stream().map(f -> FieldFiller.of(f.name(), f, origins)).toList();
    this.time = spec.time() == null ? null : schema.getField(spec.time());
    this.unitsPerMilli = time == null ? 1 : unitsPerMilli(time.schema());
  }

  /** What was noticed about the values mapped so far. */
  public Remarks remarks() {
    return remarks;
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
    for (int i = 0; i < fillers.size(); i++) {
      value.put(i, fillers.get(i).fill(row));
    }
    return Optional.of(new MappedRecord(row.number(), key(value), value, timeMs(value)));
  }

  private boolean isWanted(Row row) {
    return spec.where().entrySet().stream()
        .allMatch(
            condition ->
                Objects.toString(PlainValues.jsonValue(row.get(condition.getKey())), "")
                    .equals(condition.getValue()));
  }

  private String key(GenericData.Record value) {
    List<Object> parts = new ArrayList<>();
    spec.key().forEach(field -> parts.add(part(value.get(field), schema.getField(field))));
    return parts.isEmpty() || parts.contains(null)
        ? null
        : parts.stream().map(Object::toString).collect(Collectors.joining("|"));
  }

  /** Bytes have no text of their own: a decimal is its number, others are Base64. */
  private static Object part(Object value, Schema.Field field) {
    return value instanceof ByteBuffer || value instanceof GenericFixed
        ? PlainValues.jsonValue(PlainValues.of(value, field.schema()))
        : value;
  }

  private static long unitsPerMilli(Schema time) {
    return switch (TimeTarget.unit(MappingCheck.timestampType(time))) {
      case MILLIS -> 1;
      case MICROS -> 1_000;
      default -> 1_000_000;
    };
  }

  private OptionalLong timeMs(GenericData.Record value) {
    if (time == null || !(value.get(time.pos()) instanceof Long instant)) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Math.floorDiv(instant, unitsPerMilli));
  }
}
