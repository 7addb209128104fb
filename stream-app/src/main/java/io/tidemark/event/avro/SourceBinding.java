package io.tidemark.event.avro;

import io.tidemark.event.Fields;
import io.tidemark.wire.DecodingException;
import io.tidemark.wire.DecodingReason;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;

/**
 * Binds the fields that are wanted of a source to the schema of whoever wrote a record: compiled
 * once per writer's schema, and what the record means is what its writer's logical types say.
 * Thread-safe as far as what it tells is.
 *
 * @param wanted the schema definitions were checked against: the kinds and defaults of fields
 * @param used names of its fields that are read; the others are skipped
 * @param asWritten those of them whose reader tells types apart: no type is wanted
 * @param record full name of the records that are read, others are left alone; null for records of
 *     the wanted schema's name in any namespace, and others are refused
 * @param lacks told for each record the used fields that its schema lacks
 */
public record SourceBinding(
    Schema wanted, Set<String> used, Set<String> asWritten, String record, Consumer<String> lacks)
    implements Function<Schema, DatumReader<Fields>> {
  public SourceBinding {
    used = Set.copyOf(used);
    asWritten = Set.copyOf(asWritten);
  }

  /**
   * A reader of the records of one writer.
   *
   * @throws DecodingException when they are of another type, or a used field cannot be converted
   */
  @Override
  public DatumReader<Fields> apply(Schema writer) {
    requireOurs(writer);
    try {
      return WriterBinding.of(writer, wantedFields(writer), lacks);
    } catch (AvroTypeException e) {
      throw new DecodingException(
          DecodingReason.INCOMPATIBLE, "The record cannot be read: " + e.getMessage() + ".");
    }
  }

  /**
   * What becomes of each used field in the records of a writer, in the order of the wanted schema.
   *
   * @throws DecodingException when they are of another type
   */
  public List<BoundField> fieldsOf(Schema writer) {
    requireOurs(writer);
    return wantedFields(writer).stream().map(field -> BoundField.of(writer, field)).toList();
  }

  private List<Schema.Field> wantedFields(Schema writer) {
    return wanted.getFields().stream()
        .filter(field -> used.contains(field.name()))
        .map(field -> asWritten.contains(field.name()) ? untyped(writer, field) : field)
        .toList();
  }

  private static Schema.Field untyped(Schema writer, Schema.Field field) {
    Schema.Field written = writer.getField(field.name());
    return written == null ? field : new Schema.Field(field.name(), written.schema());
  }

  private void requireOurs(Schema writer) {
    boolean known =
        wanted.getAliases().contains(writer.getFullName())
            || writer.getAliases().contains(wanted.getFullName());
    if (record != null && !record.equals(writer.getFullName()) && !known) {
      throw new DecodingException(
          DecodingReason.OTHER_RECORD, "The record is of type " + writer.getFullName() + ".");
    }
    if (record == null && !wanted.getName().equals(writer.getName()) && !known) {
      throw new DecodingException(
          DecodingReason.INCOMPATIBLE,
          "The record is of type %s, the source's records are of type %s. Where a topic has several types, declare the source's 'record'."
              .formatted(writer.getFullName(), wanted.getFullName()));
    }
  }
}
