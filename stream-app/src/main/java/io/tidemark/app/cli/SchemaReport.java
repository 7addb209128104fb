package io.tidemark.app.cli;

import io.tidemark.app.plan.SourceSchemas;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.CheckedDefinitions.CheckedSource;
import io.tidemark.definition.UnreadableSchemaException;
import io.tidemark.event.avro.BoundField;
import io.tidemark.event.avro.BoundField.State;
import io.tidemark.event.avro.SourceBinding;
import io.tidemark.wire.DecodingException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/** Tells what would become of records that are written with another schema. */
final class SchemaReport {
  private final CheckedDefinitions definitions;
  private final SourceSchemas schemas;
  private final PrintWriter out;

  SchemaReport(CheckedDefinitions definitions, SourceSchemas schemas, PrintWriter out) {
    this.definitions = definitions;
    this.schemas = schemas;
    this.out = out;
  }

  /**
   * Reports on one schema.
   *
   * @param topic whose sources are asked about
   * @param schema a version of their subject, or an {@code .avsc} file
   * @return whether every used field is had
   */
  boolean isReadable(String topic, String schema) {
    List<CheckedSource> sources =
        definitions.sources().stream().filter(s -> s.source().topic().equals(topic)).toList();
    if (sources.isEmpty()) {
      out.printf("No source reads topic %s%n", topic);
    }
    boolean readable = !sources.isEmpty();
    for (CheckedSource source : sources) {
      readable &= isReadable(source, schema);
    }
    out.flush();
    return readable;
  }

  private boolean isReadable(CheckedSource source, String schema) {
    try {
      List<BoundField> fields = fields(source, schemas.other(source.source(), schema));
      out.printf("Source %s, records of schema %s:%n", source.source().name(), schema);
      Map<String, Set<String>> uses = definitions.usesOf(source);
      fields.forEach(field -> report(field, uses.get(field.name())));
      return fields.stream()
          .noneMatch(field -> field.state() == State.ABSENT || field.state() == State.REFUSED);
    } catch (DecodingException | UnreadableSchemaException e) {
      out.printf("Source %s: %s%n", source.source().name(), e.getMessage());
      return false;
    }
  }

  private List<BoundField> fields(CheckedSource source, Schema writer) {
    return new SourceBinding(
            schemas.bySource().get(source.source().name()),
            definitions.fieldsOf(source),
            definitions.readAsWritten(source),
            source.source().records().record(),
            field -> {})
        .fieldsOf(writer);
  }

  private void report(BoundField field, Set<String> uses) {
    String effect = field.state() == State.REFUSED ? "every record is quarantined: " : "";
    out.printf("  %s %s%s (%s)%n", field.name(), effect, field.detail(), String.join(", ", uses));
  }
}
