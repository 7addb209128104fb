package io.tidemark.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.tidemark.bytes.Sha256;
import io.tidemark.definition.Model;
import io.tidemark.records.LabelledRecords.Declared;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** What is declared of a model's outcomes, as JSON; durations as ISO 8601 writes them. */
public final class LabelDefinitions {
  /** As much of the hash as an example says. */
  private static final int SAID = 16;

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

  /** The hash over a definition, in one line. */
  public static String sha256(JsonNode definition) {
    byte[] line = definition.toString().getBytes(UTF_8);
    return HexFormat.of().formatHex(Sha256.digest().digest(line));
  }

  /** What examples say of it. */
  public static Declared declared(Model model) {
    return new Declared(
        sha256(of(model)).substring(0, SAID),
        model.labels().stream().collect(Collectors.toMap(Model.Label::name, Model.Label::version)));
  }
}
