package io.tidemark.app.plan;

import io.tidemark.definition.Source;
import io.tidemark.definition.SourceRecords;
import io.tidemark.definition.UnreadableSchemaException;
import io.tidemark.registry.RegisteredSchema;
import io.tidemark.registry.SchemaNotFoundException;
import io.tidemark.registry.SchemaRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * What a registry has of a source: the newest version of its subject that is of its record type.
 *
 * @param registry asked anew each time
 */
record SubjectSchemas(SchemaRegistry registry) {
  private static final int MOST_VERSIONS = 100;

  /**
   * The newest version.
   *
   * @throws UnreadableSchemaException when its schema is not an Avro schema
   */
  Optional<RegisteredSchema> newest(Source source) {
    return source.subjects().stream()
        .map(this::latest)
        .flatMap(Optional::stream)
        .flatMap(latest -> downFrom(latest))
        .filter(version -> isOf(source.records(), version.schema()))
        .findFirst();
  }

  /**
   * One version of the first of its subjects that has it.
   *
   * @throws UnreadableSchemaException when none has
   */
  Schema version(Source source, int version) {
    return source.subjects().stream()
        .map(subject -> version(subject, version))
        .flatMap(Optional::stream)
        .map(RegisteredSchema::schema)
        .findFirst()
        .orElseThrow(
            () ->
                new UnreadableSchemaException(
                    "No version "
                        + version
                        + " is registered as "
                        + String.join(" or ", source.subjects()),
                    null));
  }

  /** The newest version, with such fields as only earlier ones have. */
  Schema withEarlierFields(RegisteredSchema newest, SourceRecords records) {
    List<Schema.Field> fields = new ArrayList<>(newest.schema().getFields());
    downFrom(newest)
        .map(RegisteredSchema::schema)
        .filter(schema -> isOf(records, schema))
        .flatMap(schema -> schema.getFields().stream())
        .filter(field -> fields.stream().noneMatch(known -> isSame(known, field)))
        .forEach(fields::add);
    return Schema.createRecord(
        newest.schema().getName(),
        newest.schema().getDoc(),
        newest.schema().getNamespace(),
        false,
        fields.stream().map(field -> new Schema.Field(field, field.schema())).toList());
  }

  private static boolean isSame(Schema.Field known, Schema.Field field) {
    return known.name().equals(field.name());
  }

  private static boolean isOf(SourceRecords records, Schema schema) {
    return schema.getType() != Schema.Type.RECORD
        || records.record() == null
        || records.record().equals(schema.getFullName());
  }

  private Optional<RegisteredSchema> latest(String subject) {
    try {
      return Optional.of(registry.latest(subject));
    } catch (SchemaNotFoundException e) {
      if (e.errorCode() == SchemaNotFoundException.SCHEMA) {
        throw new UnreadableSchemaException(e);
      }
      return Optional.empty();
    }
  }

  private Stream<RegisteredSchema> downFrom(RegisteredSchema latest) {
    Stream<RegisteredSchema> earlier =
        IntStream.rangeClosed(1, Math.min(latest.version() - 1, MOST_VERSIONS))
            .mapToObj(back -> version(latest.subject(), latest.version() - back))
            .flatMap(Optional::stream);
    return Stream.concat(Stream.of(latest), earlier);
  }

  /** A version that was deleted is passed over. */
  private Optional<RegisteredSchema> version(String subject, int version) {
    try {
      return Optional.of(registry.version(subject, version));
    } catch (SchemaNotFoundException e) {
      return Optional.empty();
    }
  }
}
