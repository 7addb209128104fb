package io.tidemark.kafka.query;

import io.tidemark.explain.Finding;
import io.tidemark.explain.Finding.Held;
import io.tidemark.explain.Finding.Unknown;
import io.tidemark.explain.LabelStates;
import io.tidemark.join.JoinState;
import io.tidemark.join.JoinStateCodec;
import io.tidemark.kafka.join.JoinTopology;
import io.tidemark.kafka.quality.QualitySetup;
import io.tidemark.kafka.run.StreamsProcess;
import io.tidemark.monitoring.labels.ModelLabels;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;

/** Looks requests up in the state of the joins: what is found is right as of this moment. */
public final class KafkaLabelStates implements LabelStates {
  private final LookUps lookUps;
  private final Advertised self;
  private final Map<String, String> storeByModel = new HashMap<>();
  private final QualitySetup quality;

  /**
   * Look-ups in a topology that may not run yet.
   *
   * @param process the topology, once it is there
   * @param joins what stores requests in it
   * @param quality what is known of the labels of models
   * @param advertised where this instance is asked; others are asked by the same scheme
   */
  public KafkaLabelStates(
      Supplier<Optional<StreamsProcess>> process,
      List<JoinTopology> joins,
      QualitySetup quality,
      URI advertised) {
    this.lookUps = new LookUps(process);
    this.quality = quality;
    this.self = Advertised.at(advertised);
    joins.forEach(join -> storeByModel.put(join.model(), join.store()));
  }

  @Override
  public Finding<JoinState> find(String model, String requestId, boolean hereOnly) {
    String store = storeByModel.get(model);
    return store == null || requestId.isEmpty()
        ? new Unknown<>()
        : lookUps.ask(streams -> rows(streams, store).find(requestId, hereOnly));
  }

  @Override
  public Finding<ModelLabels> find(String model, boolean hereOnly) {
    return storeByModel.containsKey(model)
        ? lookUps.ask(streams -> waits(streams).find(model, hereOnly))
        : new Unknown<>();
  }

  private OwnedRows<ModelLabels> waits(KafkaStreams streams) {
    return new OwnedRows<>(
        streams,
        self,
        QualitySetup.WAIT_STORE,
        false,
        (model, row, place) -> new Held<>(quality.waits(model, row), place.origin(false)));
  }

  private OwnedRows<JoinState> rows(KafkaStreams streams, String store) {
    return new OwnedRows<>(streams, self, store, false, KafkaLabelStates::read);
  }

  private static Finding<JoinState> read(String requestId, byte[] row, OwnedRows.Place place) {
    // a codec of its own, since one reads a state at a time
    return new Held<>(new JoinStateCodec().decode(requestId, row), place.origin(false));
  }
}
