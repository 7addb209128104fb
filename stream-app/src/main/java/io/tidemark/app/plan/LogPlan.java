package io.tidemark.app.plan;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.CheckedDefinitions.CheckedLog;
import io.tidemark.definition.LogKind;
import io.tidemark.definition.Source;
import io.tidemark.event.avro.SourceBinding;
import io.tidemark.records.MappedLog;
import io.tidemark.records.MappedLogs;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.AvroWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Plans how predictions and outcomes of producers' own schemas are read.
 *
 * @param schemas the schema each topic was checked against, by the name of its source
 */
public record LogPlan(Basis basis, Map<String, Schema> schemas) {
  /** Registers the schemas that mapped logs go on in, where there are any, by their names. */
  public static void register(CheckedDefinitions definitions, SchemaRegistry registry) {
    if (logs(definitions).findAny().isPresent()) {
      for (Schema own :
          new Schema[] {PredictionLog.getClassSchema(), OutcomeLog.getClassSchema()}) {
        AvroWriter.register(registry, own.getFullName(), own);
      }
    }
  }

  private static Stream<CheckedLog> logs(CheckedDefinitions definitions) {
    return definitions.models().stream().flatMap(model -> model.logs().stream());
  }

  MappedLogs mapped() {
    Map<String, MappedLog<PredictionLog>> predictions = new HashMap<>();
    Map<String, MappedLog<OutcomeLog>> outcomes = new HashMap<>();
    logs(basis.definitions())
        .forEach(
            log -> {
              String topic = log.mapping().source().topic();
              if (log.mapping().kind() == LogKind.PREDICTION) {
                predictions.put(topic, mapped(log, PredictionLog::new));
              } else {
                outcomes.put(topic, mapped(log, OutcomeLog::new));
              }
            });
    return new MappedLogs(predictions, outcomes);
  }

  private <L extends SpecificRecordBase> MappedLog<L> mapped(CheckedLog log, Supplier<L> empty) {
    Source source = log.mapping().source();
    SourceBinding binding =
        new SourceBinding(
            schemas.get(source.name()),
            log.fields(),
            log.readAsWritten(),
            source.records().record(),
            field -> basis.metrics().ingest().fieldWasAbsent(source.topic(), field));
    basis.metrics().ingest().fieldsOf(source.topic(), log.fields());
    ThreadLocal<AvroWriter> writers =
        ThreadLocal.withInitial(() -> new AvroWriter(basis.registry(), true));
    String subject = empty.get().getSchema().getFullName();
    return new MappedLog<>(
        log,
        () -> AvroReader.bound(basis.registry(), binding),
        empty,
        record -> writers.get().write(subject, record));
  }
}
