package io.tidemark.training.file;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.tidemark.definition.Model;
import java.time.Duration;

/** What is declared of a model's outcomes, as JSON; durations as ISO 8601 writes them. */
public final class LabelDefinitions {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(
              new SimpleModule().addSerializer(Duration.class, new ToStringSerializer()))
          .addMixIn(Model.Policy.class, Labelling.class);

  /** How quality is measured changes no label. */
  @JsonIgnoreProperties("cohort")
  private interface Labelling {}

  private LabelDefinitions() {}

  /** All that is declared, so that whatever labels depend on changes the hash over it. */
  public static JsonNode of(Model model) {
    ObjectNode definition = JSON.createObjectNode();
    definition.put("predictions", model.predictionTopic());
    definition.set("mapping", JSON.valueToTree(model.predictions()));
    definition.set("outcomes", JSON.valueToTree(model.outcomes()));
    return definition;
  }
}
