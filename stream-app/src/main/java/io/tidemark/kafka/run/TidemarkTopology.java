package io.tidemark.kafka.run;

import io.tidemark.contribution.EntityInput;
import io.tidemark.contribution.Observed;
import io.tidemark.definition.SourceRecords;
import io.tidemark.kafka.drift.DriftTopology;
import io.tidemark.kafka.erasure.AskedErasures;
import io.tidemark.kafka.erasure.ErasureTopology;
import io.tidemark.kafka.erasure.QuarantineErasing;
import io.tidemark.kafka.features.FeatureTopology;
import io.tidemark.kafka.ingest.EventSetup;
import io.tidemark.kafka.ingest.IngestTopology;
import io.tidemark.records.LoggedPrediction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.KStream;

/**
 * The whole graph.
 *
 * <pre>
 * events ------> [validate] --+--> quarantine
 *                             +--(by entity)--> [features] ------> features
 * erasures -----> [understand] --(by entity)-------^  +----------> erasure-receipts
 *                             +--(to every task)----> [join], [quarantine] ----> erasure-receipts
 * predictions -> [validate] --+--> quarantine
 *                             +--> [drift tiles] --by version-> [evaluate] --> drift
 *                             +--by request id--> [join] ------> labelled
 *                             |                     +--by version-> [add up] --> quality
 * outcomes ----> [validate] --+--by request id------^  +-------> quarantine
 *                             +--> quarantine
 * </pre>
 *
 * @param ingest how records are read
 * @param sources the sources of events
 * @param features one part per entity
 * @param predictionTopics the topics of predictions
 * @param drift drift of every model
 * @param labels what becomes of predictions and outcomes
 * @param erasures requests to erase entities, and quarantine
 */
public record TidemarkTopology(
    IngestTopology ingest,
    List<EventSetup> sources,
    List<FeatureTopology> features,
    Set<String> predictionTopics,
    DriftTopology drift,
    LabelTopology labels,
    Erasures erasures) {
  /**
   * The parts that are about erasures alone.
   *
   * @param requests reads requests
   * @param quarantine erases from quarantine
   */
  public record Erasures(ErasureTopology requests, QuarantineErasing quarantine) {}

  /** Builds the graph; every name in it is explicit and does not change with what is beside it. */
  public Topology build(Map<String, Object> config) {
    Properties properties = new Properties();
    properties.putAll(config);
    StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
    Map<String, KStream<byte[], Observed>> events = new LinkedHashMap<>();
    sources.forEach(source -> events.put(source.name(), ingest.events(builder, source)));
    AskedErasures asked = addFeatures(builder, events);
    Map<String, KStream<byte[], LoggedPrediction>> predictions = new LinkedHashMap<>();
    predictionTopics.forEach(t -> predictions.put(t, ingest.predictions(builder, t)));
    drift.add(builder, predictions);
    labels.add(builder, ingest, predictions, asked);
    erasures.quarantine().add(builder, asked);
    return builder.build(properties);
  }

  /** Returns what is asked to be erased, of whatever kind of entity. */
  private AskedErasures addFeatures(
      StreamsBuilder builder, Map<String, KStream<byte[], Observed>> events) {
    Map<String, Integer> holders = new LinkedHashMap<>();
    features.forEach(entity -> holders.put(entity.setup().entity(), entity.holders()));
    ErasureTopology.Asked asked = erasures.requests().add(builder, holders);
    for (FeatureTopology entity : features) {
      entity.add(builder, events, asked.byEntity().get(entity.setup().entity()));
    }
    return withTombstones(asked.all(), events);
  }

  private AskedErasures withTombstones(
      AskedErasures requests, Map<String, KStream<byte[], Observed>> events) {
    AskedErasures all = requests;
    for (EventSetup source : sources) {
      if (source.reading().tombstones() == SourceRecords.Tombstones.ERASE) {
        for (FeatureTopology entity : features) {
          Optional<KStream<String, EntityInput>> more =
              entity.tombstones(source.name(), events.get(source.name()));
          String which = entity.setup().entity() + "." + source.name();
          all = more.isPresent() ? all.and(more.get(), which) : all;
        }
      }
    }
    return all;
  }
}
