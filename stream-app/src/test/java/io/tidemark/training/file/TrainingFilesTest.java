package io.tidemark.training.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Maturity;
import io.tidemark.avro.Resolution;
import io.tidemark.definition.Model;
import io.tidemark.definition.yaml.DefinitionsReader;
import io.tidemark.records.LabelDefinitions;
import io.tidemark.replay.FileForm;
import io.tidemark.replay.RowFormat;
import io.tidemark.replay.RowReader;
import io.tidemark.training.LabelTerm;
import io.tidemark.training.LeftOut;
import io.tidemark.training.Selection;
import io.tidemark.training.Split;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingFilesTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant SPLIT = Instant.parse("2026-03-02T00:00:00Z");
  private static final Instant END = Instant.parse("2026-03-03T00:00:00Z");
  private static final Duration WINDOW = Duration.ofHours(3);

  @TempDir private Path folder;

  private static Selection selection(Instant... splits) {
    return new Selection(
        "ranker",
        Map.of("click", new LabelTerm(WINDOW, true)),
        new Split(START, END, List.of(splits), WINDOW),
        END,
        Set.of());
  }

  private static LabelledExample example(int number, Map<String, Object> features) {
    boolean clicked = number % 3 == 0;
    return LabelledExample.newBuilder()
        .setRequestId("q" + number)
        .setModel("ranker")
        .setModelVersion("v|1")
        .setLabel("click")
        .setLabelValue(clicked ? 1.0 : 0.0)
        .setWeight(1 + number % 2)
        .setPredictionTime(START.plus(Duration.ofMinutes(10L * number)))
        .setLabelTime(clicked ? START.plus(Duration.ofMinutes(10L * number + 1)) : null)
        .setLabelDelayMs(clicked ? 60_000L : null)
        .setResolution(clicked ? Resolution.OUTCOME : Resolution.TIMEOUT)
        .setMaturity(Maturity.FINAL)
        .setScore(0.25)
        .setUserId("Caf\u00e9, \"un\"\nligne")
        .setItemId("")
        .setEntityKeys(number % 2 == 0 ? Map.of("device", "d" + number) : Map.of())
        .setRawFeatures(new LinkedHashMap<>(features))
        .build();
  }

  private static List<LabelledExample> examples(int count, long seed) {
    Random random = new Random(seed);
    List<LabelledExample> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, Object> features = new HashMap<>();
      features.put("whole", (long) random.nextInt());
      features.put("number", random.nextInt(2) == 0 ? (Object) 3L : (Object) random.nextDouble());
      features.put("mixed", random.nextInt(2) == 0 ? (Object) true : (Object) "true");
      features.put("flag", random.nextInt(3) == 0 ? null : random.nextBoolean());
      features.put("never", null);
      features.put("large", i % 2 == 0 ? (Object) 9_007_199_254_740_993L : (Object) 0.5);
      if (random.nextInt(4) == 0) {
        features.put("rare", "x" + i);
      }
      examples.add(example(i, features));
    }
    return examples;
  }

  private TrainingFiles.Outcome write(
      String name, Selection selection, List<LabelledExample> examples, ExampleFormat format)
      throws IOException {
    Path target = Files.createDirectories(folder.resolve(name));
    return TrainingFiles.write(selection, examples::forEach, format, target);
  }

  @ParameterizedTest
  @EnumSource(ExampleFormat.class)
  void theSameExamplesGiveTheSameBytes(ExampleFormat format) throws IOException {
    List<LabelledExample> examples = examples(300, 7);
    TrainingFiles.Outcome one = write("one", selection(SPLIT), examples, format);
    TrainingFiles.Outcome two = write("two", selection(SPLIT), examples, format);
    for (WrittenFile file : one.files()) {
      assertThat(folder.resolve("one").resolve(file.name()))
          .hasSameBinaryContentAs(folder.resolve("two").resolve(file.name()));
    }
    assertThat(one.files()).isEqualTo(two.files()).hasSize(2);
    assertThat(manifest(one)).isEqualTo(manifest(two));
    examples.get(1).setWeight(7);
    TrainingFiles.Outcome other = write("other", selection(SPLIT), examples, format);
    assertThat(other.files()).isNotEqualTo(one.files());
  }

  private static String manifest(TrainingFiles.Outcome outcome) throws IOException {
    return new Manifest("test").selection(selection(SPLIT)).outcome(outcome).json();
  }

  @Test
  void parquetHasAColumnOfItsKindForEachFeature() throws IOException {
    List<LabelledExample> examples = examples(40, 11);
    write("rows", selection(), examples, ExampleFormat.PARQUET);
    List<Map<String, Object>> rows = read(folder.resolve("rows/examples.parquet"));
    assertThat(rows).hasSameSizeAs(examples);
    for (int i = 0; i < rows.size(); i++) {
      Map<String, Object> row = rows.get(i);
      Map<String, Object> features = examples.get(i).getRawFeatures();
      assertThat(row)
          .containsEntry("request_id", "q" + i)
          .containsEntry("label_value", i % 3 == 0 ? 1.0 : 0.0)
          .containsEntry("item_id", "")
          .containsEntry("entity_device", i % 2 == 0 ? "d" + i : null)
          .containsEntry("feature_whole", features.get("whole"))
          .containsEntry("feature_number", ((Number) features.get("number")).doubleValue())
          .containsEntry("feature_mixed", "true")
          .containsEntry("feature_flag", features.get("flag"))
          .containsEntry("feature_never", null)
          .containsEntry("feature_large", i % 2 == 0 ? "9007199254740993" : "0.5")
          .containsEntry("feature_rare", features.get("rare"));
      assertThat(row.get("prediction_time")).isEqualTo(examples.get(i).getPredictionTime());
    }
  }

  @Test
  void csvTellsAMissingValueFromAnEmptyText() throws IOException {
    LabelledExample example = example(1, Map.of("a", 1L));
    write("rows", selection(), List.of(example), ExampleFormat.CSV);
    assertThat(Files.readString(folder.resolve("rows/examples.csv")))
        .isEqualTo(
            "\"request_id\",\"model\",\"model_version\",\"label\",\"label_value\",\"weight\","
                + "\"sampling_weight\",\"propensity_weight\","
                + "\"prediction_time\",\"label_time\",\"label_delay_ms\",\"outcome\","
                + "\"outcomes\",\"observed_ms\",\"resolution\","
                + "\"maturity\",\"revision\",\"policy\",\"definition\","
                + "\"definition_version\",\"score\",\"decision\",\"user_id\",\"item_id\","
                + "\"rank_position\",\"exploration_flag\",\"propensity\",\"feature_a\"\r\n"
                + "\"q1\",\"ranker\",\"v|1\",\"click\",0.0,2.0,1.0,1.0,\"2026-03-01T00:10:00Z\",,,,0,0,"
                + "\"TIMEOUT\",\"FINAL\",0,\"\",\"\",0,0.25,,\"Caf\u00e9, \"\"un\"\"\nligne\",\"\",,\"false\",,1\r\n");
  }

  @Test
  void avroHasTheRecordsAsTheyAre() throws IOException {
    List<LabelledExample> examples = examples(25, 13);
    write("rows", selection(), examples, ExampleFormat.AVRO);
    try (DataFileReader<GenericRecord> file =
        new DataFileReader<>(
            folder.resolve("rows/examples.avro").toFile(), new GenericDatumReader<>())) {
      assertThat(file.getSchema()).isEqualTo(LabelledExample.getClassSchema());
      for (LabelledExample example : examples) {
        GenericRecord read = file.next();
        assertThat(read.get("request_id")).isEqualTo(example.getRequestId());
        assertThat(read.get("label_value")).isEqualTo(example.getLabelValue());
        assertThat(read.get("prediction_time"))
            .isEqualTo(example.getPredictionTime().toEpochMilli());
        assertThat(read.get("raw_features")).isEqualTo(example.getRawFeatures());
      }
      assertThat(file.hasNext()).isFalse();
    }
  }

  @Test
  void everyExampleIsInAFileOrCounted() throws IOException {
    List<LabelledExample> examples = examples(320, 17);
    TrainingFiles.Outcome outcome = write("rows", selection(SPLIT), examples, ExampleFormat.CSV);
    Map<String, Long> expected = new TreeMap<>();
    for (LabelledExample example : examples) {
      Instant time = example.getPredictionTime();
      String where =
          !time.isBefore(END)
              ? "PERIOD"
              : !time.isBefore(SPLIT)
                  ? "test"
                  : time.isBefore(SPLIT.minus(WINDOW)) ? "train" : "EMBARGO";
      expected.merge(where, 1L, Long::sum);
    }
    Map<String, Long> found = new TreeMap<>();
    outcome.tally().leftOut().forEach((why, count) -> found.put(why.name(), count));
    outcome.files().forEach(f -> found.put(f.part().name(), outcome.tally().rows(f.part())));
    assertThat(expected).containsOnlyKeys("train", "test", "EMBARGO", "PERIOD");
    for (LeftOut why : LeftOut.values()) {
      expected.putIfAbsent(why.name(), 0L);
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void filesThatAreThereStay() throws IOException {
    Path target = Files.createDirectories(folder.resolve("rows"));
    Files.writeString(target.resolve("examples.csv"), "mine");
    assertThatThrownBy(() -> write("rows", selection(), List.of(), ExampleFormat.CSV))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(target.resolve("examples.csv")).hasContent("mine");
  }

  @Test
  void whateverLabelsDependOnChangesTheHashOfTheirDefinition() throws Exception {
    Model model = DefinitionsReader.builtIn().definitions().models().get(0);
    String hash = hash(model);
    assertThat(hash(model)).isEqualTo(hash);
    Model.Outcomes outcomes = model.outcomes();
    Model other =
        new Model(
            model.name(),
            model.predictionTopic(),
            model.predictions(),
            new Model.Outcomes(
                outcomes.topics(),
                outcomes.hold().plusSeconds(1),
                outcomes.skew(),
                outcomes.outcomeId(),
                outcomes.labels()),
            model.drift(),
            model.quality());
    assertThat(hash(other)).isNotEqualTo(hash);
  }

  private static String hash(Model model) {
    String json = new Manifest("test").definition(LabelDefinitions.of(model)).json();
    assertThat(json).contains(model.labels().get(0).terms().positive());
    return json.substring(json.indexOf("definition_sha256"));
  }

  private static List<Map<String, Object>> read(Path file) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (RowReader reader = RowReader.open(file, RowFormat.of(file), FileForm.DEFAULT)) {
      while (reader.hasNext()) {
        rows.add(reader.next().values());
      }
    }
    return rows;
  }

  @Test
  void csvIsUtf8() throws IOException {
    write("rows", selection(), List.of(example(0, Map.of("\u00e9", "\u00fc"))), ExampleFormat.CSV);
    assertThat(Files.readString(folder.resolve("rows/examples.csv"), UTF_8))
        .contains("\"feature_\u00e9\"")
        .contains("\"\u00fc\"");
  }
}
