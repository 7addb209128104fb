package io.tidemark.app.plan;

import io.tidemark.definition.CheckedDefinitions.CheckedSource;
import io.tidemark.definition.EventTimeException;
import io.tidemark.definition.EventTimeReader;
import io.tidemark.definition.Source;
import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.Fields;
import io.tidemark.event.avro.SourceBinding;
import io.tidemark.records.EventReading;
import io.tidemark.store.Catalog.KeyField;
import io.tidemark.store.KeyForm;
import io.tidemark.validation.CompiledRule;
import io.tidemark.validation.EventChecks;
import io.tidemark.wire.AvroReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Plans how records of sources become events.
 *
 * @param schemas the schema each source was checked against, by source
 */
record ReadingPlan(Basis basis, Map<String, Schema> schemas) {
  EventReading of(CheckedSource checked) {
    Source source = checked.source();
    Schema schema = schemas.get(source.name());
    Set<String> fields = basis.definitions().fieldsOf(checked);
    List<CompiledRule> rules =
        checked.rules().stream()
            .map(rule -> new CompiledRule(rule.rule().name(), rule.expect(), rule.rule().onFail()))
            .toList();
    basis
        .metrics()
        .ingest()
        .rulesOf(source.name(), rules.stream().map(CompiledRule::name).toList());
    SourceBinding binding =
        new SourceBinding(
            schema,
            fields,
            basis.definitions().readAsWritten(checked),
            source.records().record(),
            field -> basis.metrics().ingest().fieldWasAbsent(source.name(), field));
    return new EventReading(
        new EventChecks(source, entityKeys(source), rules, f -> read(checked.eventTime(), f)),
        new KeyForm(source.partitionedBy().stream().map(field -> key(checked, field)).toList()),
        fields,
        () -> AvroReader.bound(basis.registry(), binding),
        basis.wall());
  }

  private static KeyField key(CheckedSource checked, String field) {
    Kind kind = checked.type().field(field).map(FieldType::kind).orElse(Kind.STRING);
    return new KeyField(field, CatalogPlan.type(kind));
  }

  private static long read(EventTimeReader reader, Fields fields) {
    try {
      return reader.read(fields);
    } catch (EventTimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private List<List<String>> entityKeys(Source source) {
    return basis.definitions().groupsOf(source).stream()
        .map(group -> group.entity().key())
        .distinct()
        .toList();
  }
}
