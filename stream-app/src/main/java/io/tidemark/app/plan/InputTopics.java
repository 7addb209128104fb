package io.tidemark.app.plan;

import io.tidemark.definition.Definitions;
import io.tidemark.definition.Model;
import io.tidemark.kafka.join.JoinTopology;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The topics somebody else writes.
 *
 * @param all sources, predictions and outcomes
 * @param definitions what names them
 */
public record InputTopics(Set<String> all, Definitions definitions) {

  public static InputTopics of(Definitions definitions) {
    Set<String> all = new LinkedHashSet<>();
    definitions.sources().forEach(source -> all.add(source.topic()));
    for (Model model : definitions.models()) {
      all.add(model.predictionTopic());
      all.addAll(model.outcomeTopics());
    }
    return new InputTopics(all, definitions);
  }

  /**
   * With the internal topics on which the same records travel by request id, and those of ours that
   * the graph reads.
   */
  public Set<String> inWireFormat(String applicationId, Set<String> own) {
    Set<String> topics = new LinkedHashSet<>(all);
    topics.addAll(own);
    for (Model model : definitions.models()) {
      topics.addAll(JoinTopology.logTopics(applicationId, model));
    }
    return topics;
  }
}
