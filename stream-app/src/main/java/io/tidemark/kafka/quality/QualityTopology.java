package io.tidemark.kafka.quality;

import io.tidemark.avro.QualityMetric;
import io.tidemark.monitoring.quality.CohortChange;
import io.tidemark.monitoring.quality.LabelEvent;
import io.tidemark.text.GraphNames;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The part of the graph that measures quality from labels, in two stages.
 *
 * <pre>
 *   join -> [add up per cohort, per task] --by version--> [add up] -> quality
 * </pre>
 *
 * @param setup what every task shares
 * @param partitions of the topics between the stages
 * @param topic where what is found goes
 * @param metrics its serde
 */
public record QualityTopology(
    QualitySetup setup, int partitions, String topic, Serde<QualityMetric> metrics) {

  /**
   * Adds the part to the graph.
   *
   * @param labels what happens to the labels of each model
   */
  public void add(StreamsBuilder builder, Map<String, KStream<String, LabelEvent>> labels) {
    KStream<String, CohortChange> changes = null;
    for (Map.Entry<String, KStream<String, LabelEvent>> model : labels.entrySet()) {
      KStream<String, CohortChange> one = addUp(builder, model.getKey(), model.getValue());
      changes =
          changes == null
              ? one
              : changes.merge(one, Named.as("quality-merge-" + GraphNames.of(model.getKey())));
    }
    if (changes != null) {
      measure(builder, changes);
    }
  }

  private KStream<String, CohortChange> addUp(
      StreamsBuilder builder, String model, KStream<String, LabelEvent> labels) {
    return labels
        .process(
            () -> new QualityChangeProcessor(setup, model),
            Named.as("quality-add-up-" + GraphNames.of(model)),
            setup.changeStores(builder, model).names())
        .repartition(
            Repartitioned.with(Serdes.String(), changes())
                .withName("quality-by-version-" + GraphNames.of(model))
                .withNumberOfPartitions(partitions));
  }

  private static Serde<CohortChange> changes() {
    return Serdes.serdeFrom(
        (topic, change) -> change.encode(), (topic, bytes) -> CohortChange.decode(bytes));
  }

  private void measure(StreamsBuilder builder, KStream<String, CohortChange> changes) {
    changes
        .process(
            () -> new QualityProcessor(setup),
            Named.as("quality-measure"),
            setup.cohortStores(builder).names())
        .to(topic, Produced.with(Serdes.String(), metrics).withName("quality"));
  }
}
