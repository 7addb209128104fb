package io.tidemark.replay;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;

/** Finds everything wrong with a mapping before the first row is read. */
final class MappingCheck {
  private final MappingSpec spec;
  private final Schema schema;
  private final List<String> columns;
  private final List<String> problems = new ArrayList<>();

  MappingCheck(MappingSpec spec, Schema schema, List<String> columns) {
    this.spec = spec;
    this.schema = schema;
    this.columns = columns;
  }

  List<String> problems() {
    targets(spec).forEach(this::checkTarget);
    spec.map().values().forEach(c -> checkColumn("map", c.column()));
    spec.where().keySet().forEach(column -> checkColumn("where", column));
    spec.id().values().stream()
        .flatMap(template -> new IdTemplate(template).columns().stream())
        .forEach(column -> checkColumn("id", column));
    spec.key().forEach(field -> checkField("key", field));
    if (spec.time() != null && checkField("time", spec.time())) {
      checkTime();
    }
    schema.getFields().forEach(this::checkFilled);
    return problems;
  }

  /** Every field or map entry that the mapping fills, in order. */
  static Set<String> targets(MappingSpec spec) {
    Set<String> targets = new LinkedHashSet<>(spec.map().keySet());
    targets.addAll(spec.set().keySet());
    targets.addAll(spec.id().keySet());
    return targets;
  }

  /** The one type of an optional field; the type itself where it is no such union. */
  static Schema withoutNull(Schema schema) {
    List<Schema> types =
        schema.isUnion()
            ? schema.getTypes().stream().filter(t -> t.getType() != Schema.Type.NULL).toList()
            : List.of();
    return types.size() == 1 ? types.get(0) : schema;
  }

  /** The timestamp type of a field, nullable or not; {@code null} where it has none. */
  static Schema timestampType(Schema schema) {
    Schema type = withoutNull(schema);
    return AvroTarget.isTimestamp(type) ? type : null;
  }

  private void checkTarget(String target) {
    int dot = target.indexOf('.');
    String name = dot < 0 ? target : target.substring(0, dot);
    if (!checkField("map, const or id", name)) {
      return;
    }
    Schema type = schema.getField(name).schema();
    if (dot >= 0 && withoutNull(type).getType() != Schema.Type.MAP) {
      problems.add(
          "Field '" + target + "' of the mapping: " + name + " is no map, so it has no entries.");
      return;
    }
    checkConversion(target, dot < 0 ? type : withoutNull(type).getValueType());
  }

  /** Reads the format and converts the constant once, to see that they go with the type. */
  private void checkConversion(String target, Schema type) {
    long ways =
        List.of(spec.map(), spec.set(), spec.id()).stream()
            .filter(way -> way.containsKey(target))
            .count();
    if (ways > 1) {
      problems.add("Field '" + target + "' is filled twice: choose one of map, const and id.");
      return;
    }
    try {
      Cell.of(target, type, spec);
    } catch (IllegalArgumentException e) {
      Object constant = spec.set().get(target);
      String value = constant == null ? "" : " value " + RowException.quoted(constant);
      problems.add("Field '" + target + "' of the mapping:" + value + " " + e.getMessage());
    }
  }

  private void checkColumn(String where, String column) {
    if (!columns.isEmpty() && !columns.contains(column)) {
      problems.add(
          "Unknown column '" + column + "' in " + where + ": the file has " + columns + ".");
    }
  }

  private boolean checkField(String where, String field) {
    if (schema.getField(field) != null) {
      return true;
    }
    List<String> names = schema.getFields().stream().map(Schema.Field::name).toList();
    problems.add(
        "Unknown field '"
            + field
            + "' in "
            + where
            + ": schema "
            + schema.getName()
            + " has "
            + names
            + ".");
    return false;
  }

  private void checkTime() {
    Schema type = schema.getField(spec.time()).schema();
    if (timestampType(type) == null) {
      problems.add(
          "Field '"
              + spec.time()
              + "' in time is of type "
              + type
              + ": must be a timestamp-millis or timestamp-micros.");
    }
  }

  private void checkFilled(Schema.Field field) {
    boolean filled =
        targets(spec).stream()
            .anyMatch(t -> t.equals(field.name()) || t.startsWith(field.name() + "."));
    boolean mayBeEmpty = field.hasDefaultValue() || field.schema().isNullable();
    if (!filled && !mayBeEmpty && !columns.isEmpty() && !columns.contains(field.name())) {
      problems.add(
          "Field '"
              + field.name()
              + "' is filled by nothing: must have a column, a constant or an id, as the schema has"
              + " no default. Add --map, --const or --id.");
    }
  }
}
