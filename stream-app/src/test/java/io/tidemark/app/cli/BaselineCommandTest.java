package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.avro.PredictionLog;
import io.tidemark.monitoring.drift.DriftEvaluator;
import io.tidemark.monitoring.drift.DriftResult;
import io.tidemark.monitoring.drift.DriftRule;
import io.tidemark.monitoring.drift.Series;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.FeatureKind;
import io.tidemark.monitoring.drift.json.BaselineJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** A baseline of a file against live values that are the same. */
class BaselineCommandTest {
  private static final int ROWS = 2_000;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Path input, String... flags) {
    CommandLine command = TidemarkCommand.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] all = new String[flags.length + 8];
    List<String> fixed =
        List.of(
            "baseline",
            "--model",
            "ranker",
            "--model-version",
            "v7",
            "--input",
            input.toString(),
            "--output=" + folder.resolve("baseline.json"));
    fixed.toArray(all);
    System.arraycopy(flags, 0, all, fixed.size(), flags.length);
    return command.execute(all);
  }

  private Map<String, Profile> baseline(Path input, String... flags) throws IOException {
    assertThat(run(input, flags)).as(err::toString).isZero();
    BaselineProfile profile = BaselineJson.read(Files.readString(folder.resolve("baseline.json")));
    return profile.features();
  }

  /** A file with each of the lines in turn. */
  private Path write(String name, String header, String... lines) throws IOException {
    StringBuilder text = new StringBuilder(header);
    for (int row = 0; row < ROWS; row++) {
      text.append(lines[row % lines.length]).append('\n');
    }
    return Files.writeString(folder.resolve(name), text);
  }

  private static DriftResult drift(Profile profile, Object... live) {
    Random random = new Random(7);
    BinCounts counts = profile.binning().newCounts();
    for (int i = 0; i < 1_500; i++) {
      counts.add(profile.binning().binOfValue(live[random.nextInt(live.length)]));
    }
    return new DriftEvaluator(DriftRule.DEFAULT).evaluate(profile, counts);
  }

  private static void assertSame(Profile profile, Object... live) {
    DriftResult result = drift(profile, live);
    assertThat(result.evidence().orElseThrow().psi())
        .as("PSI of seed 7")
        .isCloseTo(0, within(0.02));
  }

  @ParameterizedTest
  @CsvSource({"True, False", "true, false", "TRUE, FALSE"})
  void booleansOfAFileAreTheBooleansOfTheStream(String yes, String no) throws IOException {
    Path file = write("base.csv", "flag,x\n", yes + ",1", no + ",2");
    Map<String, Profile> features = baseline(file);
    assertSame(features.get("flag"), true, false);
    assertSame(features.get("flag"), yes, no);
    assertSame(features.get("x"), 1L, 2.0);
    assertThat(out.toString()).contains("flag: category", "x: number");
  }

  @Test
  void textOfJsonIsTextWhateverItLooksLike() throws IOException {
    String[] lines = {"{\"zip\":\"01234\"}", "{\"zip\":\"90210\"}", "{\"zip\":\"10001\"}"};
    Profile zip = baseline(write("base.jsonl", "", lines)).get("zip");
    assertThat(zip.binning().kind()).isEqualTo(FeatureKind.CATEGORICAL);
    assertSame(zip, "01234", "90210", "10001");
  }

  @ParameterizedTest
  @CsvSource({"01234, 90210", "007, 8", "1.50, x", "+1, 2", "NA, 1", "1_0, 10"})
  void columnOfCsvWithAValueThatIsNoNumberIsText(String first, String second) throws IOException {
    Profile code = baseline(write("base.csv", "code,n\n", second + ",1", first + ",2")).get("code");
    assertSame(code, first, second);
    assertThat(out.toString()).contains("code: category (it holds '");
  }

  @Test
  void numbersAreReadInTheFormOfTheFile() throws IOException {
    Path file = write("base.csv", "x;y\n", "1.234,5;NA", "2,5;3", ";4");
    Map<String, Profile> features =
        baseline(file, "--delimiter=;", "--decimal=,", "--thousands=.", "--null=NA");
    assertThat(features.get("x").binning().kind()).isEqualTo(FeatureKind.NUMERIC);
    assertSame(features.get("x"), 1234.5, 2.5, null);
    assertSame(features.get("y"), null, 3L, 4L);
  }

  @Test
  void kindIsWhatIsSaid() throws IOException {
    Path file = write("base.csv", "zip,x\n", "90210,1", "10001,none");
    Map<String, Profile> features = baseline(file, "--kind=zip=category", "--kind=x=number");
    assertSame(features.get("zip"), "90210", "10001");
    assertThat(features.get("x").binning().kind()).isEqualTo(FeatureKind.NUMERIC);
    assertThat(out.toString()).contains("zip: category (--kind)", "x: number (--kind)");
    assertThat(run(file, "--kind=zap=number")).isEqualTo(1);
    assertThat(err.toString()).contains("Unknown column 'zap'");
    assertThat(run(file, "--kind=zip=text")).isEqualTo(2);
  }

  @Test
  void dumpOfPredictionsGivesWhatTheStreamCounts() throws IOException {
    Path file = folder.resolve("predictions.avro");
    try (DataFileWriter<PredictionLog> writer =
        new DataFileWriter<>(new SpecificDatumWriter<>(PredictionLog.class))) {
      writer.create(PredictionLog.getClassSchema(), file.toFile());
      for (int row = 0; row < ROWS; row++) {
        writer.append(prediction(row));
      }
    }
    Map<String, Profile> features = baseline(file);
    assertThat(features).containsOnlyKeys("flag", "zip", "n", Series.SCORE, Series.DECISION);
    assertSame(features.get("flag"), true, false);
    assertSame(features.get("zip"), "01234", "90210");
    assertSame(features.get("n"), 0L, 1L);
    assertSame(features.get(Series.SCORE), 0.0, 0.5);
  }

  private static PredictionLog prediction(int row) {
    boolean odd = row % 2 == 1;
    Map<String, Object> features = new HashMap<>();
    features.put("flag", odd);
    features.put("zip", odd ? "01234" : "90210");
    features.put("n", (long) (row % 2));
    PredictionLog log = new PredictionLog();
    log.setRequestId("r" + row);
    log.setTimestamp(Instant.EPOCH);
    log.setModel("ranker");
    log.setModelVersion("v7");
    log.setEntityKeys(Map.of());
    log.setRawFeatures(features);
    log.setModelScore(odd ? 0.5 : 0.0);
    log.setModelDecision(odd ? "yes" : "no");
    return log;
  }

  @Test
  void brokenFileIsNoBaseline() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "x,y\n1,2\n3,\"4\n");
    assertThat(run(file, "--on-error", "skip")).isEqualTo(1);
    assertThat(err.toString()).startsWith("File " + file + ": Row 2: ").doesNotContain("\tat ");
    assertThat(out.toString()).startsWith("Read: 1 records, 1 rejected (1 ");
    assertThat(folder.resolve("baseline.json")).doesNotExist();
  }

  @Test
  void rowThatCannotBeReadIsLeftOutWhenSaid() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "x,y\n1,2\n3\n5,6\n");
    assertThat(baseline(file, "--on-error", "skip")).containsOnlyKeys("x", "y");
    assertThat(out.toString()).contains("Read: 2 records, 1 rejected (1 number of values differs");
    assertThat(run(file)).isEqualTo(1);
    assertThat(err.toString()).contains("Row 2: has 1 values");
  }
}
