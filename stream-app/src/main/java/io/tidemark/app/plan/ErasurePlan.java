package io.tidemark.app.plan;

import io.tidemark.app.settings.TopicSetting;
import io.tidemark.avro.Erasure;
import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.Quarantined;
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
import io.tidemark.task.TaskSum;
import io.tidemark.wire.AvroReader;
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
        new NamesPlan(basis).keys(),
        receipts(),
        basis.metrics().erasure(),
        basis.timing());
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
        new NamesPlan(basis).predictions(),
        basis.settings().get(TopicSetting.LABELLED_RETENTION),
        answers(),
        receipts(),
        basis.metrics().erasure(),
        new TaskSum(count -> basis.metrics().erasure().joinsWaiting(model, count)));
  }
}
