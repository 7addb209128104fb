package io.tidemark.app;

import io.tidemark.definition.Definitions;
import io.tidemark.definition.Model;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The topics somebody else writes.
 *
 * @param all sources, predictions and outcomes
 * @param definitions what names them
 */
record InputTopics(Set<String> all, Definitions definitions) {

  static InputTopics of(Definitions definitions) {
    Set<String> all = new LinkedHashSet<>();
    definitions.sources().forEach(source -> all.add(source.topic()));
    for (Model model : definitions.models()) {
      all.add(model.predictionTopic());
      if (model.outcomeTopic() != null) {
        all.add(model.outcomeTopic());
      }
    }
    return new InputTopics(all, definitions);
  }

  /** With the internal topics on which the same records travel by request id. */
  Set<String> inWireFormat(String applicationId) {
    Set<String> topics = new LinkedHashSet<>(all);
    for (Model model : definitions.models()) {
      String suffix = "-by-request-" + model.name() + "-repartition";
      topics.add(applicationId + "-predictions" + suffix);
      topics.add(applicationId + "-outcomes" + suffix);
    }
    return topics;
  }
}
