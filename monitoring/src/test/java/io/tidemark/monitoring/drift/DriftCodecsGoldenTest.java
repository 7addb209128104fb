package io.tidemark.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bytes.FormatException;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.BinCountsCodec;
import io.tidemark.monitoring.drift.bins.CategoricalBinning;
import io.tidemark.monitoring.drift.episode.EpisodeRule;
import io.tidemark.monitoring.drift.tiles.Tile;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes in the stores and between the stages: a change of them needs another format. */
class DriftCodecsGoldenTest {
  private static final String COUNTS =
      "05" // predictions
          + "01" // features
          + "064073636f7265" // @score
          + "00" // no bins
          + "03" // bytes of its counts
          + "01010a";
  private static final String KEY =
      "01" + "016d" + "0176" + "064073636f7265" + "0168" + "3c" + "c007"; // hour of minute 480
  private static final String WINDOW_KEY = "02" + "016d" + "0176" + "064073636f7265" + "3c";
  private static final String WINDOW_ROW =
      "01"
          + "203938333236656461393635393062616131653937633062626439363935343336" // bins
          + "80e8dd0d" // window taken last
          + "00" // refused
          + "03" // windows beside
          + "0901059003c801000000".repeat(3)
          + "02" // ratios
          + "0000000000000000"
          + "3f1203290ef00d17"
          + "0f0000" // alerts, below, calm
          + "80e8dd0d80aea60a0000"; // judged, opened, eased, signalled
  private static final String TASK =
      "01" + "80d3e10e" + "c0fce80e" + "02" + "016d" + "00" + "0c" + "056f74686572" + "05" + "02";

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static MinuteCounts fiveWithoutBaseline() {
    MinuteCounts counts = MinuteCounts.over(Optional.empty());
    for (int i = 0; i < 5; i++) {
      counts.add(Optional.empty(), feature -> null);
    }
    return counts;
  }

  @Test
  void minuteIsReadAndWritten() {
    assertThat(hex(fiveWithoutBaseline().encode())).isEqualTo("02" + COUNTS);

    MinuteCounts read = MinuteCounts.decode(HexFormat.of().parseHex("02" + COUNTS));
    assertThat(read.predictions()).isEqualTo(5);
    assertThat(read.features()).isEqualTo(fiveWithoutBaseline().features());
  }

  @Test
  void reportIsReadAndWritten() {
    MinuteReport report = new MinuteReport(258 * 60_000, fiveWithoutBaseline());
    String golden = "02" + "80d3e10e" + "0f" + "02" + COUNTS;
    assertThat(hex(report.encode())).isEqualTo(golden);
    assertThat(hex(MinuteReport.decode(report.encode()).encode())).isEqualTo(golden);
  }

  private static TileKey key() {
    Series series = new Series("m", "v", Series.SCORE);
    return new TileKey(new CountedSeries(series, "h"), new Tile(480, Tile.HOUR));
  }

  @Test
  void keyOfATileIsReadAndWritten() {
    assertThat(hex(key().encode())).isEqualTo(KEY);
    assertThat(TileKey.decode(HexFormat.of().parseHex(KEY))).isEqualTo(key());
  }

  private static DriftTaskRow task() {
    PredictionTally tally = new PredictionTally();
    tally.add("m", PredictionState.READ, 6);
    tally.add(PredictionTally.OTHER, PredictionState.NO_MODEL, 1);
    return new DriftTaskRow(258 * 60_000, 259 * 60_000, tally);
  }

  @Test
  void taskIsReadAndWritten() {
    assertThat(hex(task().encode())).isEqualTo(TASK);
    assertThat(DriftTaskRow.decode(HexFormat.of().parseHex(TASK))).isEqualTo(task());
  }

  private static WindowKey window() {
    return new WindowKey(new Series("m", "v", Series.SCORE), Duration.ofHours(1));
  }

  @Test
  void keyOfAWindowIsReadAndWritten() {
    assertThat(hex(window().encode())).isEqualTo(WINDOW_KEY);
    assertThat(WindowKey.decode(HexFormat.of().parseHex(WINDOW_KEY))).isEqualTo(window());
    assertThat(WindowKey.isOne(window().encode())).isTrue();
    assertThat(WindowKey.isOne(key().encode())).isFalse();
  }

  private static byte[] windowRow() {
    Map<WindowKey, byte[]> rows = new HashMap<>();
    WindowWatch watch = WindowWatch.begin(window(), rowsOf(rows), EpisodeRule.DEFAULT);
    CategoricalBinning binning = CategoricalBinning.of(List.of("a", "b"));
    Profile profile = new Profile(Series.SCORE, binning, BinCounts.of(900, 100, 0, 0, 0));
    BinCounts counts = BinCounts.of(200, 100, 0, 0, 0);
    DriftResult result = new DriftEvaluator(DriftRule.DEFAULT).evaluate(profile, counts);
    for (int hour = 1; hour <= 4; hour++) {
      watch.evaluated(result, "b");
      List<EpisodeChange> unused =
          watch.pass(DriftRule.DEFAULT, Calibration.ASSUMED_PHI, counts, hour * 3_600_000L);
    }
    return rows.get(window());
  }

  private static WindowRows rowsOf(Map<WindowKey, byte[]> rows) {
    return new WindowRows() {
      @Override
      public void put(WindowKey key, byte[] row) {
        rows.put(key, row);
      }

      @Override
      public void remove(WindowKey key) {
        rows.remove(key);
      }
    };
  }

  private static byte[] again(byte[] row) {
    return WindowWatch.restore(window(), rowsOf(new HashMap<>()), EpisodeRule.DEFAULT, row)
        .encode();
  }

  @Test
  void windowIsReadAndWritten() {
    assertThat(hex(windowRow())).isEqualTo(WINDOW_ROW);
    assertThat(hex(again(HexFormat.of().parseHex(WINDOW_ROW)))).isEqualTo(WINDOW_ROW);
  }

  static Stream<Function<byte[], Object>> readers() {
    return Stream.of(
        MinuteReport::decode,
        MinuteCounts::decode,
        TileKey::decode,
        DriftTaskRow::decode,
        WindowKey::decode,
        DriftCodecsGoldenTest::again);
  }

  /** Format 1 of minutes and reports was what a partition had counted in all. */
  @ParameterizedTest
  @MethodSource("readers")
  void unknownFormatsAreRefused(Function<byte[], Object> reader) {
    assertThatThrownBy(() -> reader.apply(new byte[] {9, 0, 0}))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("format 9");
  }

  @Test
  void formatBeforeIsRefusedWithASentence() {
    assertThatThrownBy(() -> MinuteCounts.decode(HexFormat.of().parseHex("0101" + COUNTS)))
        .hasMessageContaining("Unknown format 1 of drift minute: this version reads format 2.");
  }

  @Test
  void everyTruncationAndExtensionIsRefused() {
    Map<byte[], Function<byte[], Object>> all =
        Map.of(
            new MinuteReport(0, fiveWithoutBaseline()).encode(), MinuteReport::decode,
            fiveWithoutBaseline().encode(), MinuteCounts::decode,
            key().encode(), TileKey::decode,
            task().encode(), DriftTaskRow::decode,
            window().encode(), WindowKey::decode,
            windowRow(), DriftCodecsGoldenTest::again);
    all.forEach(
        (bytes, reader) ->
            IntStream.rangeClosed(0, bytes.length + 1)
                .filter(length -> length != bytes.length)
                .forEach(
                    length ->
                        assertThatThrownBy(() -> reader.apply(Arrays.copyOf(bytes, length)))
                            .as("%d of %s", length, hex(bytes))
                            .isInstanceOf(FormatException.class)));
  }

  @Test
  void tilesThatCannotBeAreRefused() {
    String noHour = KEY.substring(0, KEY.length() - 6) + "3c" + "02";
    assertThatThrownBy(() -> TileKey.decode(HexFormat.of().parseHex(noHour)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("at minute 1");
  }

  /** 300 features of 105 bins: more than a record may have. */
  @Test
  void partsOfManyFeaturesAreBoundedAndAddUp() {
    Optional<BaselineProfile> wide = Optional.of(wide(300));
    MinuteCounts counts = MinuteCounts.over(wide);
    counts.add(wide, feature -> "c7");
    List<MinuteCounts> parts = counts.parts();

    assertThat(parts).hasSizeGreaterThan(1);
    assertThat(parts.stream().mapToLong(MinuteCounts::predictions)).containsOnlyOnce(1L);
    assertThat(parts.stream().flatMap(part -> part.features().keySet().stream()))
        .containsExactlyElementsOf(counts.features().keySet());
    assertThat(parts).allMatch(part -> part.encode().length < 64 << 10);
  }

  private static BaselineProfile wide(int features) {
    CategoricalBinning binning =
        CategoricalBinning.of(IntStream.range(0, 100).mapToObj(i -> "c" + i).toList());
    return new BaselineProfile(
        "m",
        "v",
        Instant.EPOCH,
        new TreeMap<>(
            IntStream.range(0, features)
                .mapToObj(i -> new Profile("f" + i, binning, binning.newCounts()))
                .collect(Collectors.toMap(Profile::feature, Function.identity()))));
  }

  @Test
  void largestCountsFit() {
    long[] most = new long[4_096];
    Arrays.fill(most, Long.MAX_VALUE);
    assertThat(BinCountsCodec.encode(BinCounts.of(most)))
        .as("bytes of the largest row that can be")
        .hasSizeLessThan(64 << 10);
  }
}
