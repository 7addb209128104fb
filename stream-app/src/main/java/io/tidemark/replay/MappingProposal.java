package io.tidemark.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * A mapping file made from the first rows of a file and the schema of a topic, for a person to look
 * over: fields take the column of their name, whatever its case and its signs, and times the format
 * that all rows looked at have. What could not be decided is said in comments.
 */
public final class MappingProposal {
  /** Rows that are looked at. */
  public static final int ROWS = 1_000;

  private final Schema schema;
  private final List<Row> rows;
  private final TreeSet<String> columns = new TreeSet<>();
  private final Map<String, Object> map = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();

  private MappingProposal(Schema schema, List<Row> rows) {
    this.schema = schema;
    this.rows = rows;
    rows.forEach(row -> columns.addAll(row.values().keySet()));
  }

  /**
   * The text of a mapping file.
   *
   * @param said what is known already: {@code topic}, {@code schema}, and the keys of {@link
   *     FileFormReader}
   * @param rows the first ones of the file, at least one
   */
  public static String yaml(Map<String, Object> said, Schema schema, List<Row> rows) {
    return new MappingProposal(schema, rows).text(said);
  }

  private String text(Map<String, Object> said) {
    schema.getFields().forEach(this::propose);
    Map<String, Object> root = new LinkedHashMap<>(said);
    time().ifPresent(field -> root.put("time", field));
    if (!map.isEmpty()) {
      root.put("map", map);
    }
    columns.removeAll(used());
    if (!columns.isEmpty()) {
      remarks.add("columns that fill no field: " + String.join(", ", columns));
    }
    DumperOptions block = new DumperOptions();
    block.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    StringBuilder text =
        new StringBuilder("# Proposed from " + rows.size() + " rows; look it over.\n");
    remarks.forEach(
        remark -> text.append("# ").append(remark.replaceAll("\\s+", " ")).append('\n'));
    return text.append(new Yaml(block).dump(root)).toString();
  }

  private List<String> used() {
    List<String> used = new ArrayList<>();
    schema.getFields().forEach(field -> column(field.name()).ifPresent(used::add));
    return used;
  }

  private Optional<String> time() {
    return schema.getFields().stream()
        .filter(field -> MappingCheck.timestampType(field.schema()) != null)
        .map(Schema.Field::name)
        .filter(name -> column(name).isPresent())
        .findFirst();
  }

  private void propose(Schema.Field field) {
    Optional<String> column = column(field.name());
    if (column.isEmpty()) {
      boolean needed = !field.hasDefaultValue() && !field.schema().isNullable();
      remarks.add("field " + field.name() + " has no column" + (needed ? ", and needs one" : ""));
      return;
    }
    Schema type = MappingCheck.timestampType(field.schema());
    String format = type == null ? "" : format(field.name(), column.get());
    if (!format.isEmpty() || !column.get().equals(field.name())) {
      map.put(field.name(), column.get() + format);
    }
  }

  /** The column that is called like a field, but for case and signs. */
  private Optional<String> column(String field) {
    return columns.contains(field)
        ? Optional.of(field)
        : columns.stream().filter(column -> bare(column).equals(bare(field))).findFirst();
  }

  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  private String format(String field, String column) {
    List<Object> values =
        rows.stream().map(row -> row.get(column)).filter(Objects::nonNull).toList();
    boolean text = values.stream().allMatch(v -> v instanceof String || v instanceof Number);
    if (values.isEmpty() || !text) {
      return "";
    }
    List<String> fitting = TimestampGuess.formats(values.stream().map(Object::toString).toList());
    if (fitting.isEmpty()) {
      remarks.add("field " + field + ": no format of its values is known; say it in map");
      return ":timestamp";
    }
    if (fitting.size() > 1) {
      remarks.add(
          "field "
              + field
              + " may as well be "
              + String.join(" or ", fitting.subList(1, fitting.size())));
    }
    return fitting.get(0).equals("iso") ? "" : ":timestamp:" + fitting.get(0);
  }
}
