package io.tidemark.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How rows become records, as written in a mapping file or flags; not yet checked against a schema.
 *
 * <p>Fields are named as in the schema; {@code raw_features.position} is the entry {@code position}
 * of the map field {@code raw_features}. A field that nothing here fills takes the column of its
 * own name, else the schema's default.
 *
 * @param schema a file that ends in {@code .avsc}, relative to the mapping file, or the name of one
 *     of Tidemark's own records, such as {@code PredictionLog}; {@code null} when not said
 * @param topic the topic to publish to, or {@code null} when not said
 * @param key the fields the record key is made of; empty for none
 * @param time the field that holds event time, for pacing; or {@code null} when not said
 * @param where column to text: rows where a column differs are left out
 * @param map field to column
 * @param set field to constant: text, number, boolean
 * @param id field to a text with {@code {row}}, {@code {hash}} and {@code {column}} filled in; see
 *     {@link IdTemplate}
 * @param form how the file is written
 */
public record MappingSpec(
    String schema,
    String topic,
    List<String> key,
    String time,
    Map<String, String> where,
    Map<String, ColumnSpec> map,
    Map<String, Object> set,
    Map<String, String> id,
    FileForm form) {

  /** Says nothing: every field takes the column of its own name. */
  public static final MappingSpec EMPTY =
      new MappingSpec(
          null, null, List.of(), null, Map.of(), Map.of(), Map.of(), Map.of(), FileForm.DEFAULT);

  public MappingSpec {
    key = List.copyOf(key);
  }

  /** This mapping with everything that {@code flags} says instead of what this says about it. */
  public MappingSpec overriddenBy(MappingSpec flags) {
    return new MappingSpec(
        flags.schema == null ? schema : flags.schema,
        flags.topic == null ? topic : flags.topic,
        flags.key.isEmpty() ? key : flags.key,
        flags.time == null ? time : flags.time,
        merged(where, flags.where),
        merged(flags.unfilled(map), flags.map),
        merged(flags.unfilled(set), flags.set),
        merged(flags.unfilled(id), flags.id),
        form.overriddenBy(flags.form));
  }

  /** This mapping of files that are written as given. */
  public MappingSpec of(FileForm written) {
    return new MappingSpec(schema, topic, key, time, where, map, set, id, written);
  }

  /** Whether nothing is said but how the file is written. */
  public boolean isOfFormAlone() {
    return equals(EMPTY.of(form));
  }

  /** A field that a flag fills is not filled by the file, whichever way each does it. */
  private <V> Map<String, V> unfilled(Map<String, V> file) {
    Map<String, V> rest = new LinkedHashMap<>(file);
    rest.keySet().removeIf(this::fills);
    return rest;
  }

  private static <V> Map<String, V> merged(Map<String, V> file, Map<String, V> flag) {
    Map<String, V> merged = new LinkedHashMap<>(file);
    merged.putAll(flag);
    return merged;
  }

  boolean fills(String field) {
    return map.containsKey(field) || set.containsKey(field) || id.containsKey(field);
  }
}
