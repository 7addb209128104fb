package io.tidemark.testkit;

import io.tidemark.text.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Turns fields as a test writes them into records of one source's schema. */
final class EventRecords {
  private final String source;
  private final Schema schema;

  EventRecords(String source, Schema schema) {
    this.source = source;
    this.schema = schema;
  }

  /**
   * A record; a field that is not given takes the schema's default.
   *
   * @throws IllegalArgumentException naming every field that does not fit
   */
  GenericData.Record of(Map<String, ?> values) {
    List<String> problems = new ArrayList<>();
    values.keySet().stream()
        .filter(name -> schema.getField(name) == null)
        .forEach(name -> problems.add(unknown(name)));
    GenericData.Record record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), value(field, values, problems));
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "The event does not fit schema "
              + schema.getName()
              + " of source "
              + source
              + ": "
              + String.join(" ", problems));
    }
    return record;
  }

  private String unknown(String name) {
    List<String> known = schema.getFields().stream().map(Schema.Field::name).toList();
    String all = "known: " + String.join(", ", known);
    return "Field '"
        + name
        + "' is unknown ("
        + Spelling.didYouMean(name, known).orElse(all)
        + ").";
  }

  private static Object value(Schema.Field field, Map<String, ?> values, List<String> problems) {
    if (!values.containsKey(field.name())) {
      return absent(field, problems);
    }
    try {
      return AvroConversion.convert(values.get(field.name()), field.schema(), field.name());
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
      return null;
    }
  }

  private static Object absent(Schema.Field field, List<String> problems) {
    if (field.hasDefaultValue()) {
      return GenericData.get().getDefaultValue(field);
    }
    problems.add(
        "Field '"
            + field.name()
            + "' is missing: has no default; give it "
            + AvroConversion.wanted(field.schema())
            + ".");
    return null;
  }

  /** An id nobody gave, of the type of the id's field. */
  Object identity(String field, long number) {
    Schema.Field declared = schema.getField(field);
    Schema.Type type = AvroConversion.withoutNull(declared.schema()).getType();
    boolean whole = type == Schema.Type.INT || type == Schema.Type.LONG;
    return whole ? (Object) (-number) : "unnamed-" + number;
  }
}
