package io.tidemark.app.plan;

import io.tidemark.definition.CheckedDefinitions.CheckedSource;
import io.tidemark.definition.EventTimeException;
import io.tidemark.definition.EventTimeReader;
import io.tidemark.definition.Source;
import io.tidemark.event.Fields;
import io.tidemark.event.avro.AvroLayout;
import io.tidemark.records.EventReading;
import io.tidemark.validation.CompiledRule;
import io.tidemark.validation.EventChecks;
import io.tidemark.wire.AvroReader;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Plans how records of sources become events.
 *
 * @param schemas the schema each source's records are read with, by topic
 */
record ReadingPlan(Basis basis, Map<String, Schema> schemas) {
  EventReading of(CheckedSource checked) {
    Source source = checked.source();
    Schema schema = schemas.get(source.topic());
    List<CompiledRule> rules =
        checked.rules().stream()
            .map(rule -> new CompiledRule(rule.rule().name(), rule.expect(), rule.rule().onFail()))
            .toList();
    return new EventReading(
        new EventChecks(source, entityKeys(source), rules, f -> read(checked.eventTime(), f)),
        AvroLayout.of(schema),
        () -> AvroReader.generic(basis.registry(), schema),
        basis.wall());
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
