package io.tidemark.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A mapping as command-line flags, each of which may be repeated.
 *
 * @param map {@code field=column[:type[:format]]}
 * @param set {@code field=constant}
 * @param id {@code field=template}
 * @param where {@code column==value}
 */
public record MappingFlags(
    List<String> map, List<String> set, List<String> id, List<String> where) {

  /**
   * The mapping the flags describe.
   *
   * @param schema see {@link MappingSpec#schema()}, may be {@code null}
   * @param target topic, key and time; see {@link MappingSpec}
   * @throws MappingException when a flag cannot be read
   */
  public MappingSpec spec(String schema, Target target) {
    List<String> problems = new ArrayList<>();
    Map<String, ColumnSpec> columns = new LinkedHashMap<>();
    Map<String, Object> constants = new LinkedHashMap<>();
    Map<String, String> ids = new LinkedHashMap<>();
    Map<String, String> conditions = new LinkedHashMap<>();
    each("--map", "=", map, problems, (f, c) -> columns.put(f, ColumnSpec.parse(c)));
    each("--const", "=", set, problems, constants::put);
    each("--id", "=", id, problems, ids::put);
    each("--where", "==", where, problems, conditions::put);
    if (!problems.isEmpty()) {
      throw new MappingException(problems);
    }
    return new MappingSpec(
        schema,
        target.topic(),
        target.key(),
        target.time(),
        conditions,
        columns,
        constants,
        ids,
        FileForm.DEFAULT);
  }

  private static void each(
      String flag,
      String separator,
      List<String> values,
      List<String> problems,
      BiConsumer<String, String> consumer) {
    for (String value : values) {
      int at = value.indexOf(separator);
      if (at < 0 || (at == 0 && !flag.equals("--where"))) {
        problems.add(
            "Invalid value '" + value + "' for " + flag + ": must be name" + separator + "value.");
        continue;
      }
      try {
        consumer.accept(value.substring(0, at), value.substring(at + separator.length()));
      } catch (IllegalArgumentException e) {
        problems.add("Invalid value '" + value + "' for " + flag + ": " + e.getMessage());
      }
    }
  }

  /**
   * Where records go.
   *
   * @param topic may be {@code null}
   * @param key fields of the record key; may be empty
   * @param time the field that holds event time; may be {@code null}
   */
  public record Target(String topic, List<String> key, String time) {}
}
