package io.tidemark.kafka.join;

import io.tidemark.kafka.ingest.IngestTopology;
import io.tidemark.kafka.join.JoinTopology.Joined;
import io.tidemark.kafka.state.TaskStores;
import io.tidemark.text.GraphNames;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * The part of the graph that takes to quarantine what the joins of one topic of outcomes refuse.
 *
 * @param ingest takes it there
 * @param outcomeTopic the topic of outcomes
 * @param models the models that read it, by name
 * @param predictionTopics the topics of their predictions
 */
public record UnjoinedTopology(
    IngestTopology ingest, String outcomeTopic, List<String> models, Set<String> predictionTopics) {
  /**
   * Adds the part to the graph.
   *
   * @param said by the joins of every model of the topic
   */
  public void add(StreamsBuilder builder, List<KStream<String, Joined>> said) {
    TaskStores stores = new TaskStores(builder).rows(heldStore());
    KStream<String, Joined> all = said.get(0);
    for (int i = 1; i < said.size(); i++) {
      all = all.merge(said.get(i), Named.as("unjoined-" + i + "-of-" + name()));
    }
    ingest.quarantine(
        all.process(
            () -> new UnjoinedProcessor(this), Named.as("unjoined-" + name()), stores.names()),
        "unjoined-" + name());
  }

  String heldStore() {
    return "held-" + name();
  }

  private String name() {
    return GraphNames.of(outcomeTopic);
  }
}
