package io.tidemark.app.plan;

import io.tidemark.app.settings.TopicSetting;
import io.tidemark.avro.Erasure;
import io.tidemark.avro.ErasureReceipt;
import io.tidemark.kafka.Topics;
import io.tidemark.kafka.erasure.ErasureTopology;
import io.tidemark.kafka.erasure.ReceiptSink;
import io.tidemark.kafka.ingest.RecordSerde;
import io.tidemark.kafka.join.ErasingSetup;
import io.tidemark.kafka.join.JoinSetup;
import io.tidemark.records.ErasureReceipts;
import io.tidemark.records.NamedEntities;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.KeyForm;
import io.tidemark.task.TaskSum;
import io.tidemark.wire.AvroReader;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plans how entities are erased. */
record ErasurePlan(Basis basis) {

  /** The part of the graph that reads requests. */
  ErasureTopology topology() {
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
                Stream.of(ErasureReceipts.FEATURES),
                JoinPlan.joined(basis).map(checked -> JoinSetup.stateStore(checked.model())))
            .toList());
  }

  /** How entities are erased from the join of a model. */
  ErasingSetup of(String model) {
    basis.metrics().erasure().show(model);
    return new ErasingSetup(
        new NamedEntities(basis.declared().namespace(), keys()),
        basis.settings().get(TopicSetting.LABELLED_RETENTION),
        answers(),
        receipts(),
        basis.metrics().erasure(),
        new TaskSum(count -> basis.metrics().erasure().joinsWaiting(model, count)));
  }
}
