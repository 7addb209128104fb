package io.tidemark.training.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.avro.LabelledExample;
import io.tidemark.records.LabelDefinitions;
import io.tidemark.training.Column;
import io.tidemark.training.LabelCount;
import io.tidemark.training.LeftOut;
import io.tidemark.training.Selection;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/**
 * What a folder of an export says of its files: what they are of, what is in them and what is not,
 * and where it was read. The same of the same examples, to the byte: there is no word in it of when
 * or where it was made.
 */
public final class Manifest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode content = JSON.createObjectNode();

  /** As a version of the service writes it. */
  public Manifest(String version) {
    content.put("written_by", version);
  }

  /** What was wanted. */
  public Manifest selection(Selection selection) {
    content.put("model", selection.model());
    ArrayNode labels = content.putArray("labels");
    selection.labels().keySet().stream().sorted().forEach(labels::add);
    content.put("as_of", selection.asOf().toString());
    content.put("from", selection.split().from().toString());
    content.put("to", selection.split().to().toString());
    ArrayNode splits = content.putArray("splits");
    selection.split().at().forEach(at -> splits.add(at.toString()));
    content.put("embargo_seconds", selection.split().embargo().toSeconds());
    ArrayNode also = content.putArray("also");
    selection.alsoWanted().stream().map(Manifest::lower).sorted().forEach(also::add);
    return this;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** By which definition labels are made now; its hash is over it in one line. */
  public Manifest definition(JsonNode definition) {
    content.set("definition", definition);
    content.put("definition_sha256", LabelDefinitions.sha256(definition));
    return this;
  }

  /**
   * Where examples were read.
   *
   * @param offsets by partition the first record and the one after the last that counted
   * @param counts of examples that were known and of records that were none, by name
   */
  public Manifest input(String topic, Map<Integer, long[]> offsets, Map<String, Long> counts) {
    content.put("topic", topic);
    ArrayNode ranges = content.putArray("offsets");
    offsets.forEach(
        (partition, range) ->
            ranges
                .addObject()
                .put("partition", partition)
                .put("from", range[0])
                .put("to", range[1]));
    ObjectNode records = content.putObject("records");
    counts.forEach(records::put);
    return this;
  }

  /** What was written. */
  public Manifest outcome(TrainingFiles.Outcome outcome) throws IOException {
    if (outcome.columns().isEmpty()) {
      content.set("schema", JSON.readTree(LabelledExample.getClassSchema().toString()));
    } else {
      ArrayNode columns = content.putArray("columns");
      for (Column column : outcome.columns()) {
        columns.addObject().put("name", column.name()).put("kind", lower(column.kind()));
      }
    }
    ArrayNode files = content.putArray("files");
    for (WrittenFile file : outcome.files()) {
      ObjectNode node =
          files
              .addObject()
              .put("name", file.name())
              .put("sha256", file.sha256())
              .put("from", file.part().from().toString())
              .put("to", file.part().to().toString())
              .put("rows", outcome.tally().rows(file.part()));
      ObjectNode labels = node.putObject("labels");
      outcome.tally().of(file.part()).forEach((label, count) -> count(labels, label, count));
    }
    ObjectNode leftOut = content.putObject("left_out");
    for (Map.Entry<LeftOut, Long> entry : outcome.tally().leftOut().entrySet()) {
      leftOut.put(lower(entry.getKey()), entry.getValue());
    }
    return this;
  }

  private static void count(ObjectNode labels, String label, LabelCount count) {
    ObjectNode node =
        labels.putObject(label).put("rows", count.rows()).put("not_zero", count.nonZero());
    if (Double.isFinite(count.weightedMean())) {
      node.put("weighted_mean", count.weightedMean());
    }
    ObjectNode resolutions = node.putObject("resolutions");
    count.byResolution().forEach((what, rows) -> resolutions.put(lower(what), rows));
  }

  /** As JSON for people, with a line end. */
  public String json() {
    return content.toPrettyString() + "\n";
  }
}
