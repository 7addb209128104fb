package io.tidemark.app.plan;

import io.tidemark.app.settings.TopicSetting;
import io.tidemark.avro.Erasure;
import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.Quarantined;
import io.tidemark.contribution.ContributionProgram;
import io.tidemark.contribution.EntityFeatures;
import io.tidemark.event.Fields;
import io.tidemark.kafka.Topics;
import io.tidemark.kafka.erasure.ErasureTopology;
import io.tidemark.kafka.erasure.QuarantineErasing;
import io.tidemark.kafka.erasure.ReceiptSink;
import io.tidemark.kafka.ingest.RecordSerde;
import io.tidemark.kafka.join.JoinSetup;
import io.tidemark.kafka.join.JoinTopology;
import io.tidemark.kafka.past.SourceHistory;
import io.tidemark.kafka.run.TidemarkTopology;
import io.tidemark.records.ErasureReceipts;
import io.tidemark.records.NamedEntities;
import io.tidemark.records.TopicKeys;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.KeyForm;
import io.tidemark.task.TaskSum;
import io.tidemark.wire.AvroReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plans how entities are erased. */
record ErasurePlan(Basis basis) {

  /**
   * The parts of the graph that are about erasures alone.
   *
   * @param history tells how many partitions quarantine has
   */
  TidemarkTopology.Erasures parts(SourceHistory history) {
    Topics.Topic<Quarantined> quarantine = basis.topics().quarantine();
    return new TidemarkTopology.Erasures(
        requests(),
        new QuarantineErasing(
            quarantine.name(),
            () -> AvroReader.specific(basis.registry(), Quarantined.class),
            history.partitions(quarantine.name()),
            basis.settings().get(TopicSetting.QUARANTINE_RETENTION),
            answers(),
            receipts(),
            basis.timing()));
  }

  private ErasureTopology requests() {
    return new ErasureTopology(
        basis.topics().requests().erasures().name(),
        () -> AvroReader.specific(basis.registry(), Erasure.class),
        basis.declared().namespace(),
        keys(),
        receipts(),
        basis.metrics().erasure(),
        basis.timing());
  }

  private Map<String, KeyForm> keys() {
    return CatalogPlan.of(basis.definitions(), basis.settings()).entities().stream()
        .collect(Collectors.toMap(EntityEntry::name, entry -> new KeyForm(entry.key())));
  }

  /** Tells which entities a prediction is about. */
  NamedEntities named() {
    return new NamedEntities(basis.declared().namespace(), keys());
  }

  /** Tells which entities an event of a source is about. */
  Function<Fields, Set<String>> named(String source) {
    Map<String, List<ContributionProgram>> programs = new HashMap<>();
    for (EntityFeatures entity : basis.entities()) {
      programs.put(
          entity.entity().name(),
          entity.programs().stream().filter(p -> p.source().equals(source)).toList());
    }
    String namespace = basis.declared().namespace();
    return fields -> {
      Set<String> names = new TreeSet<>();
      programs.forEach(
          (entity, own) ->
              own.stream()
                  .flatMap(program -> program.keyOf(fields).stream())
                  .forEach(key -> names.add(TopicKeys.ofEntity(namespace, entity, key))));
      return names;
    };
  }

  /** Where receipts go. */
  ReceiptSink receipts() {
    Topics.Topic<ErasureReceipt> topic = basis.topics().requests().receipts();
    return new ReceiptSink(
        topic.name(), RecordSerde.writing(basis.registry(), topic.valueSubject()));
  }

  /** Writes receipts that say which stages answer. */
  ErasureReceipts answers() {
    return new ErasureReceipts(
        Stream.concat(
                Stream.of(ErasureReceipts.FEATURES, ErasureReceipts.QUARANTINE),
                JoinPlan.joined(basis).map(checked -> JoinSetup.stateStore(checked.model())))
            .toList());
  }

  /** How entities are erased from the join of a model. */
  JoinTopology.Erasing of(String model) {
    basis.metrics().erasure().show(model);
    return new JoinTopology.Erasing(
        named(),
        basis.settings().get(TopicSetting.LABELLED_RETENTION),
        answers(),
        receipts(),
        basis.metrics().erasure(),
        new TaskSum(count -> basis.metrics().erasure().joinsWaiting(model, count)));
  }
}
