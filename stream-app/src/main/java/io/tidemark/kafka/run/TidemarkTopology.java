package io.tidemark.kafka.run;

import io.tidemark.contribution.Observed;
import io.tidemark.kafka.drift.DriftTopology;
import io.tidemark.kafka.features.FeatureTopology;
import io.tidemark.kafka.ingest.EventSetup;
import io.tidemark.kafka.ingest.IngestTopology;
import io.tidemark.kafka.join.JoinTopology;
import io.tidemark.records.LoggedPrediction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * predictions -> [validate] --+--> quarantine
 *                             +--> [drift tiles] --by series--> [evaluate] --> drift
 *                             +--by request id--> [join] ------> labelled
 * outcomes ----> [validate] --+--by request id------^
 *                             +--> quarantine
 * </pre>
 *
 * @param ingest how records are read
 * @param sources the sources of events
 * @param features one part per entity
 * @param predictionTopics the topics of predictions
 * @param drift drift of every model
 * @param joins one part per model with outcomes
 */
public record TidemarkTopology(
    IngestTopology ingest,
    List<EventSetup> sources,
    List<FeatureTopology> features,
    Set<String> predictionTopics,
    DriftTopology drift,
    List<JoinTopology> joins) {

  /** Builds the graph; every name in it is explicit and does not change with what is beside it. */
  public Topology build(Map<String, Object> config) {
    Properties properties = new Properties();
    properties.putAll(config);
    StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
    Map<String, KStream<byte[], Observed>> events = new LinkedHashMap<>();
    sources.forEach(source -> events.put(source.name(), ingest.events(builder, source)));
    features.forEach(entity -> entity.add(builder, events));
    Map<String, KStream<byte[], LoggedPrediction>> predictions = new LinkedHashMap<>();
    predictionTopics.forEach(t -> predictions.put(t, ingest.predictions(builder, t)));
    drift.add(builder, predictions);
    joins.forEach(
        join ->
            join.add(
                builder,
                predictions.get(join.setup().model().predictionTopic()),
                ingest.outcomes(builder, join.setup().model(), join.setup().outcomes())));
    return builder.build(properties);
  }
}
