package io.tidemark.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bytes.FormatException;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.BinCountsCodec;
import io.tidemark.monitoring.drift.bins.CategoricalBinning;
import io.tidemark.monitoring.drift.tiles.Tile;
import java.time.Instant;
import java.util.Arrays;
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

  static Stream<Function<byte[], Object>> readers() {
    return Stream.of(
        MinuteReport::decode, MinuteCounts::decode, TileKey::decode, DriftTaskRow::decode);
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
            task().encode(), DriftTaskRow::decode);
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
