package io.tidemark.event.avro;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/** A writer's schema with those of its fields alone that are read. */
final class Projection {
  private final Schema whole;
  private final Set<Schema> seen = new HashSet<>();

  private Projection(Schema whole) {
    this.whole = whole;
  }

  /** A record that contains itself is read whole, since its name stands for all of it. */
  static Schema of(Schema writer, List<Schema.Field> wanted) {
    Set<String> names = new HashSet<>();
    wanted.stream()
        .map(field -> Conversions.find(writer, field))
        .flatMap(Optional::stream)
        .forEach(field -> names.add(field.name()));
    List<Schema.Field> kept =
        writer.getFields().stream().filter(field -> names.contains(field.name())).toList();
    boolean all = kept.size() == writer.getFields().size();
    return all || new Projection(writer).recurs(kept) ? writer : record(writer, kept);
  }

  private static Schema record(Schema writer, List<Schema.Field> kept) {
    return Schema.createRecord(
        writer.getName(),
        null,
        writer.getNamespace(),
        false,
        kept.stream().map(field -> new Schema.Field(field, field.schema())).toList());
  }

  private boolean recurs(List<Schema.Field> fields) {
    return fields.stream().anyMatch(field -> mentions(field.schema()));
  }

  private boolean mentions(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> schema.getFullName().equals(whole.getFullName()) || mentionsOnce(schema);
      case ARRAY -> mentions(schema.getElementType());
      case MAP -> mentions(schema.getValueType());
      case UNION -> schema.getTypes().stream().anyMatch(this::mentions);
      default -> false;
    };
  }

  private boolean mentionsOnce(Schema record) {
    return seen.add(record) && recurs(record.getFields());
  }
}
