package io.tidemark.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Fills one field of a record from a row: whole, or entry by entry, or field by field. */
interface FieldFiller {
  /**
   * The value in the field's type.
   *
   * @throws RowException when the row has none that fits
   */
  Object fill(Row row);

  /** What there is to fill fields from. */
  record Origins(MappingSpec spec, Set<String> columns, Remarks remarks) {

    /** Whether a field is filled through its parts. */
    boolean hasPartsOf(String path) {
      return MappingCheck.targets(spec).stream().anyMatch(t -> t.startsWith(path + "."))
          || !spec.fills(path)
              && !columns.contains(path)
              && columns.stream().anyMatch(column -> column.startsWith(path + "."));
    }

    Cell cell(String target, Schema schema) {
      return Cell.of(target, schema, spec, remarks);
    }
  }

  /**
   * What fills a field.
   *
   * @param path its name, after those of the records it is in, with points between
   */
  static FieldFiller of(String path, Schema.Field field, Origins origins) {
    Schema type = MappingCheck.withoutNull(field.schema());
    if (origins.hasPartsOf(path)) {
      if (type.getType() == Schema.Type.MAP) {
        return Entries.of(path, type.getValueType(), origins);
      }
      if (type.getType() == Schema.Type.RECORD) {
        return Parts.of(path, type, field.schema().isNullable(), origins);
      }
    }
    return new Whole(field, origins.cell(path, field.schema()));
  }

  /** A field from one cell. */
  record Whole(Schema.Field field, Cell cell) implements FieldFiller {
    @Override
    public Object fill(Row row) {
      Object value = cell.read(row);
      if (value != null) {
        return value;
      }
      boolean saysNull = field.schema().isNullable() && cell.isIn(row);
      return field.hasDefaultValue() && !saysNull
          ? GenericData.get().getDefaultValue(field)
          : cell.requireValue(null, row);
    }
  }

  /** A map from a cell for each entry. */
  record Entries(Map<String, Cell> cells) implements FieldFiller {
    static Entries of(String path, Schema values, Origins origins) {
      Map<String, Cell> cells = new LinkedHashMap<>();
      for (String target : MappingCheck.targets(origins.spec())) {
        if (target.startsWith(path + ".")) {
          cells.put(target.substring(path.length() + 1), origins.cell(target, values));
        }
      }
      return new Entries(cells);
    }

    @Override
    public Object fill(Row row) {
      Map<String, Object> map = new LinkedHashMap<>();
      cells.forEach((name, cell) -> map.put(name, cell.requireValue(cell.read(row), row)));
      return map;
    }
  }

  /** A record from what fills each of its fields; null where it may be and the row has none. */
  record Parts(Schema schema, boolean nullable, List<FieldFiller> fillers) implements FieldFiller {
    static Parts of(String path, Schema schema, boolean nullable, Origins origins) {
      List<FieldFiller> fillers =
          schema.getFields().stream()
              .map(field -> FieldFiller.of(path + "." + field.name(), field, origins))
              .toList();
      return new Parts(schema, nullable, fillers);
    }

    @Override
    public Object fill(Row row) {
      if (nullable && fillers.stream().allMatch(filler -> isEmpty(filler, row))) {
        return null;
      }
      GenericData.Record record = new GenericData.Record(schema);
      for (int i = 0; i < fillers.size(); i++) {
        record.put(i, fillers.get(i).fill(row));
      }
      return record;
    }

    private static boolean isEmpty(FieldFiller filler, Row row) {
      if (filler instanceof Whole whole) {
        return whole.cell().isEmpty(row);
      }
      return filler instanceof Parts parts
          && parts.fillers().stream().allMatch(part -> isEmpty(part, row));
    }
  }
}
