package io.tidemark.replay;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;

/** Finds everything wrong with a mapping before the first row is read. */
final class MappingCheck {
  /** Columns that a message names. */
  private static final int MOST_SHOWN = 30;

  private final MappingSpec spec;
  private final Schema schema;
  private final List<String> columns;
  private final FieldFiller.Origins origins;
  private final List<String> problems = new ArrayList<>();

  MappingCheck(MappingSpec spec, Schema schema, List<String> columns) {
    this.spec = spec;
    this.schema = schema;
    this.columns = columns;
    this.origins = new FieldFiller.Origins(spec, Set.copyOf(columns), new Remarks());
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
    schema.getFields().forEach(field -> checkFilled(field.name(), field));
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
    return TimeTarget.isTimestamp(type) ? type : null;
  }

  private void checkTarget(String target) {
    int dot = target.indexOf('.');
    String name = dot < 0 ? target : target.substring(0, dot);
    if (checkField("map, const or id", name)) {
      checkPart(target, name, schema.getField(name).schema());
    }
  }

  /**
   * Goes down to what a target names.
   *
   * @param path the part of the target that is known to be there, of this type
   */
  private void checkPart(String target, String path, Schema type) {
    Schema whole = withoutNull(type);
    if (target.equals(path)) {
      checkConversion(target, type);
    } else if (whole.getType() == Schema.Type.MAP) {
      checkConversion(target, whole.getValueType());
    } else if (whole.getType() == Schema.Type.RECORD) {
      String rest = target.substring(path.length() + 1);
      String name = rest.indexOf('.') < 0 ? rest : rest.substring(0, rest.indexOf('.'));
      if (checkField("map, const or id", name, whole)) {
        checkPart(target, path + "." + name, whole.getField(name).schema());
      }
    } else {
      problems.add(
          "Field '"
              + target
              + "' of the mapping: "
              + path
              + " is no map and no record, so it has no entries.");
    }
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
      Cell.of(target, type, spec, new Remarks());
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
    return checkField(where, field, schema);
  }

  private boolean checkField(String where, String field, Schema within) {
    if (within.getField(field) != null) {
      return true;
    }
    List<String> names = within.getFields().stream().map(Schema.Field::name).toList();
    problems.add(
        "Unknown field '"
            + field
            + "' in "
            + where
            + ": schema "
            + within.getName()
            + " has "
            + names
            + ".");
    return false;
  }

  private void checkTime() {
    Schema type = schema.getField(spec.time()).schema();
    if (timestampType(type) == null) {
      problems.add(
          "Field '" + spec.time() + "' in time is of type " + type + ": must be a timestamp.");
    }
  }

  private void checkFilled(String path, Schema.Field field) {
    Schema type = withoutNull(field.schema());
    if (type.getType() == Schema.Type.RECORD && origins.hasPartsOf(path)) {
      if (!field.schema().isNullable()) {
        type.getFields().forEach(part -> checkFilled(path + "." + part.name(), part));
      }
      return;
    }
    boolean filled = spec.fills(path) || origins.hasPartsOf(path);
    boolean mayBeEmpty = field.hasDefaultValue() || field.schema().isNullable();
    if (!filled && !mayBeEmpty && !columns.isEmpty() && !columns.contains(path)) {
      problems.add(
          "Field '"
              + path
              + "' is filled by nothing: must have a column, a constant or an id, as the schema has"
              + " no default. Add --map, --const or --id. The file's columns are "
              + columns.stream().limit(MOST_SHOWN).map(RowException::quoted).toList()
              + ".");
    }
  }
}
