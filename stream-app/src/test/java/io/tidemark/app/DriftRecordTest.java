package io.tidemark.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.tidemark.avro.BinContribution;
import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.Surface;
import io.tidemark.monitoring.drift.baseline.BaselineBuilder;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.text.KeyParts;
import io.tidemark.wire.AvroReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schema of drift records, the page about them and records of the topic say the same. */
class DriftRecordTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Pattern SPECIAL = Pattern.compile("<[-+a-z]+>");
  private static final Path PAGE = Path.of("../monitoring/README.md");
  private static final int ROWS = 300;

  @TempDir Path state;
  private DrivenTopology topology;

  @BeforeEach
  void start() throws Exception {
    topology =
        new DrivenTopology(
            Samples.DEFINITIONS.replace("windows: [15m, 1h]", "windows: [15m, 1h, 2d]"), state);
    topology.baseline(baseline());
  }

  @AfterEach
  void stop() {
    topology.close();
  }

  /** Two of ten devices have three values, and two prices are missing. */
  private static BaselineProfile baseline() {
    BaselineBuilder builder = new BaselineBuilder("ranker", "v3");
    for (int i = 0; i < ROWS; i++) {
      Map<String, Object> row = new HashMap<>();
      row.put("@score", (i % 100) / 100.0);
      row.put("device", i < 3 ? "fridge" : i < 6 ? "watch" : "device " + i % 8);
      row.put("price", i % 150 == 7 ? null : i / 10.0);
      builder.add(row);
    }
    return builder.build(DrivenTopology.START);
  }

  /** A few prices are out of range, by chance, and a tenth of the devices are of none known. */
  private static PredictionLog prediction(int i, DrivenTopology topology) {
    PredictionLog log = Samples.prediction("r" + i, topology.now(), (i % 50) / 100.0);
    Map<String, Object> features = new HashMap<>(Map.of("device", "device " + i % 8));
    features.put("price", i == 9 ? 1e9 : i / 12.0);
    if (i % 10 == 0) {
      features.put("device", "new");
      features.remove("price");
    }
    if (i == 5) {
      features.put("device", "fridge");
    }
    log.setRawFeatures(features);
    return log;
  }

  private Map<String, DriftMetric> records() {
    for (int i = 0; i < ROWS; i++) {
      topology.prediction(prediction(i, topology));
    }
    topology.advance(INTERVAL);
    topology.advance(INTERVAL);
    AvroReader<DriftMetric> reader = AvroReader.specific(topology.registry(), DriftMetric.class);
    return topology.records("tidemark.drift").stream()
        .collect(
            Collectors.toMap(
                record -> new String(record.key(), UTF_8),
                record -> reader.read(record.value()),
                (first, second) -> second));
  }

  @Test
  void keyIsWhatTheSchemaSays() {
    String doc = DriftMetric.getClassSchema().getDoc();
    String form = doc.substring(doc.indexOf("Topic key: ") + "Topic key: ".length());
    String[] names = form.substring(0, form.indexOf(',')).split("\\|");
    Map<String, DriftMetric> records = records();

    assertThat(records).hasSize(9);
    records.forEach((key, metric) -> assertThat(key).isEqualTo(key(names, metric)));
  }

  private static String key(String[] names, DriftMetric metric) {
    return KeyParts.join(
        Arrays.stream(names)
            .map(name -> (name.equals("feature") ? at(metric) : "") + metric.get(name))
            .toArray(String[]::new));
  }

  private static String at(DriftMetric metric) {
    return metric.getSurface() == Surface.FEATURE ? "" : "@";
  }

  @Test
  void labelsAreThoseOfSchemaAndPage() throws Exception {
    Set<String> labels = new TreeSet<>();
    records()
        .values()
        .forEach(metric -> metric.getBins().forEach(bin -> labels.addAll(specials(bin.getBin()))));
    String doc = BinContribution.getClassSchema().getField("bin").doc();
    String page =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| numeric |") || line.startsWith("| categorical |"))
            .collect(Collectors.joining());

    assertThat(labels).isEqualTo(specials(doc)).isEqualTo(specials(page)).hasSize(9);
  }

  private static Set<String> specials(String text) {
    return SPECIAL.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  @Test
  void psiFollowsFromTheRecord() {
    Map<String, DriftMetric> records = records();
    assertThat(folded(records.get("ranker|v3|price|15m"))).contains("<above>");
    assertThat(folded(records.get("ranker|v3|@score|15m"))).isEmpty();

    for (DriftMetric metric : records.values()) {
      double[] terms = terms(metric);
      assertThat(metric.getConvention()).isEqualTo("jeffreys");
      assertThat(Arrays.stream(terms).sum())
          .as("PSI of %s", metric)
          .isCloseTo(metric.getPsi(), offset(1e-12));
      assertThat(metric.getPsi()).isPositive();
      for (int bin = 0; bin < terms.length; bin++) {
        assertThat(metric.getBins().get(bin).getContribution())
            .isCloseTo(terms[bin], offset(1e-12));
      }
    }
  }

  /** The bins with values that count in another bin. */
  private static List<String> folded(DriftMetric metric) {
    return metric.getBins().stream()
        .filter(bin -> bin.getCountedIn() != null)
        .filter(bin -> bin.getBaselineCount() + bin.getCurrentCount() > 0)
        .map(BinContribution::getBin)
        .toList();
  }

  /** As the page says it. */
  private static double[] terms(DriftMetric metric) {
    List<BinContribution> bins = metric.getBins();
    double[] baseline = new double[bins.size()];
    double[] current = new double[bins.size()];
    for (int bin = 0; bin < bins.size(); bin++) {
      Integer other = bins.get(bin).getCountedIn();
      baseline[other == null ? bin : other] += bins.get(bin).getBaselineCount();
      current[other == null ? bin : other] += bins.get(bin).getCurrentCount();
    }
    int[] left =
        IntStream.range(0, bins.size()).filter(bin -> baseline[bin] + current[bin] > 0).toArray();
    assertThat(metric.getEffectiveBins()).isEqualTo(left.length);
    double[] terms = new double[bins.size()];
    for (int bin : left) {
      double q = (baseline[bin] + 0.5) / (metric.getBaselineCount() + left.length / 2.0);
      double p = (current[bin] + 0.5) / (metric.getCurrentCount() + left.length / 2.0);
      terms[bin] = (p - q) * Math.log(p / q);
    }
    return terms;
  }

  @Test
  void ratiosFollowFromTheRecord() {
    Map<String, DriftMetric> records = records();
    for (DriftMetric metric : records.values()) {
      assertThat(metric.getUnseenRatio())
          .isEqualTo(share(metric, Set.of("<below>", "<above>", "<unseen>")));
      assertThat(metric.getMissingRatio()).isEqualTo(share(metric, Set.of("<missing>")));
    }
    assertThat(records.get("ranker|v3|device|15m").getUnseenRatio()).isEqualTo(0.1);
    assertThat(records.get("ranker|v3|price|15m").getUnseenRatio()).isEqualTo(1.0 / ROWS);
    assertThat(records.get("ranker|v3|price|15m").getMissingRatio()).isEqualTo(0.1);
  }

  private static double share(DriftMetric metric, Set<String> labels) {
    long count =
        metric.getBins().stream()
            .filter(bin -> labels.contains(bin.getBin()))
            .mapToLong(BinContribution::getCurrentCount)
            .sum();
    return (double) count / metric.getCurrentCount();
  }

  @Test
  void windowsBeginWhereTheirCountsBegin() {
    Map<String, DriftMetric> records = records();
    DriftMetric quarter = records.get("ranker|v3|price|15m");
    DriftMetric days = records.get("ranker|v3|price|2d");

    assertThat(quarter.getWindowStart())
        .isEqualTo(quarter.getWindowEnd().minus(Duration.ofMinutes(15)));
    assertThat(days.getWindowStart().toEpochMilli() % 3_600_000).isZero();
    assertThat(days.getWindowStart())
        .isBeforeOrEqualTo(days.getWindowEnd().minus(Duration.ofDays(2)))
        .isAfter(days.getWindowEnd().minus(Duration.ofHours(49)));
  }
}
