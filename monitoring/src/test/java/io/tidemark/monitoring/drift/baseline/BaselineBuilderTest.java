package io.tidemark.monitoring.drift.baseline;

import static io.tidemark.monitoring.drift.baseline.Rows.CREATED;
import static io.tidemark.monitoring.drift.baseline.Rows.boxed;
import static io.tidemark.monitoring.drift.baseline.Rows.join;
import static io.tidemark.monitoring.drift.baseline.Rows.normal;
import static io.tidemark.monitoring.drift.baseline.Rows.profile;
import static io.tidemark.monitoring.drift.baseline.Rows.repeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.CategoricalBinning;
import io.tidemark.monitoring.drift.bins.FeatureKind;
import io.tidemark.monitoring.drift.bins.NumericBinning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BaselineBuilderTest {

  @Test
  void edgesAreObservedValuesAtTheDeciles() {
    Profile profile = profile(IntStream.rangeClosed(1, 100).boxed().toArray());
    assertThat(((NumericBinning) profile.binning()).edges())
        .containsExactly(1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100);
    assertThat(profile.counts())
        .isEqualTo(BinCounts.of(0, 0, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 0, 0, 0, 0, 0));
  }

  @Test
  void everyValueOfFewHasABin() {
    Profile profile = profile(join(repeat(0, 900), repeat(1, 60), repeat(2, 40)));
    assertThat(profile.binning().labels()).contains("[0, 0]", "(0, 1]", "(1, 2]");
  }

  @Test
  void thinBinsAreMerged() {
    Profile profile = profile(join(repeat(0, 990), repeat(1, 4), repeat(2, 6)));
    assertThat(((NumericBinning) profile.binning()).edges()).containsExactly(0, 0, 2);
    Profile thinEnd = profile(join(repeat(0, 500), repeat(1, 496), repeat(2, 4)));
    assertThat(((NumericBinning) thinEnd.binning()).edges()).containsExactly(0, 0, 2);
  }

  @Test
  void noInnerBinOfABaselineIsBelowTheFloor() {
    SplittableRandom random = new SplittableRandom(30);
    for (int run = 0; run < 200; run++) {
      int distinct = 1 + random.nextInt(60);
      int rows = 20 + random.nextInt(2_000);
      Object[] values =
          boxed(random.doubles(rows).map(u -> Math.floor(Math.pow(u, 3) * distinct)).toArray());
      Profile profile = profile(values);
      NumericBinning binning = (NumericBinning) profile.binning();
      long floor = Math.min(rows, BinningRule.DEFAULT.floor(rows));
      long[] inner =
          Arrays.copyOfRange(
              profile.counts().toArray(), NumericBinning.FIRST_INNER, binning.lineBins() - 2);
      assertThat(Arrays.stream(inner).sum()).as("run %d", run).isEqualTo(rows);
      assertThat(Arrays.stream(inner)).as("run %d", run).allMatch(count -> count >= floor);
    }
  }

  @Test
  void constantFeatureHasOneBin() {
    Profile profile = profile(repeat(5.0, 200));
    assertThat(((NumericBinning) profile.binning()).edges()).containsExactly(5, 5);
    assertThat(profile.counts().count(NumericBinning.FIRST_INNER)).isEqualTo(200);
  }

  @Test
  void specialValuesOfTheBaselineAreCounted() {
    Object[] special = {
      Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, null, "n/a"
    };
    Profile profile = profile(join(IntStream.range(0, 100).boxed().toArray(), special));
    NumericBinning binning = (NumericBinning) profile.binning();
    assertThat(Arrays.stream(special).map(binning::binOfValue).map(profile.counts()::count))
        .containsOnly(1L);
    assertThat(profile.counts().total()).isEqualTo(105);
  }

  @Test
  void featureAbsentFromARowIsMissingThere() {
    BaselineBuilder builder = new BaselineBuilder("m", "1");
    builder.add(Map.of("a", 1, "b", "x")).add(Map.of("a", 2)).add(Map.of("a", 3, "b", "x"));
    Profile profile = builder.build(CREATED).features().get("b");
    assertThat(profile.counts().count(profile.binning().binOfMissing())).isEqualTo(1);
    assertThat(builder.rows()).isEqualTo(3);
    assertThat(builder.build(CREATED).features().get("b").counts().total()).isEqualTo(3);
  }

  @Test
  void kindFollowsTheMajorityAndCanBeFixed() {
    assertThat(profile(1, 2, "x").binning().kind()).isEqualTo(FeatureKind.NUMERIC);
    assertThat(profile(1, "x", true).binning().kind()).isEqualTo(FeatureKind.CATEGORICAL);
    assertThat(profile(repeat(Double.NaN, 3)).binning().kind()).isEqualTo(FeatureKind.CATEGORICAL);
    BaselineBuilder builder = new BaselineBuilder("m", "1").kind("code", FeatureKind.CATEGORICAL);
    for (int i = 0; i < 20; i++) {
      builder.add(Map.of("code", i % 2));
    }
    CategoricalBinning binning =
        (CategoricalBinning) builder.build(CREATED).features().get("code").binning();
    assertThat(binning.categories()).containsExactly("0", "1");
  }

  @Test
  void categoriesAreRankedByCountThenNameAndRareOnesShareABin() {
    Object[] values =
        join(
            repeat("b", 400),
            repeat("a", 400),
            repeat("top", 990),
            repeat("r1", 3),
            repeat("r2", 3));
    Profile profile = profile(values);
    CategoricalBinning binning = (CategoricalBinning) profile.binning();
    assertThat(binning.categories()).containsExactly("top", "a", "b");
    assertThat(binning.others()).containsExactly("r1", "r2");
    assertThat(profile.counts()).isEqualTo(BinCounts.of(990, 400, 400, 6, 0, 0));
  }

  @Test
  void dictionaryIsCappedAtTheTop() {
    List<Object> values = new ArrayList<>();
    IntStream.range(0, 30).forEach(i -> values.addAll(Collections.nCopies(50 + i, "c" + i)));
    CategoricalBinning binning = (CategoricalBinning) profile(values.toArray()).binning();
    assertThat(binning.categories()).hasSize(20).startsWith("c29", "c28");
    assertThat(binning.others()).hasSize(10);
  }

  @Test
  void tailFullOfSingleValuesIsOpen() {
    Object[] ids = IntStream.range(0, 1_000).mapToObj(i -> "user-" + i).toArray();
    Profile profile = profile(ids);
    CategoricalBinning binning = (CategoricalBinning) profile.binning();
    assertThat(binning.isOpen()).isTrue();
    assertThat(profile.counts().count(binning.binOf("user-new"))).isEqualTo(1_000);
  }

  @Test
  void orderOfRowsDoesNotMatter() {
    List<Object> values = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(31);
    for (int i = 0; i < 2_000; i++) {
      values.add(i % 7 == 0 ? null : Math.floor(random.nextGaussian() * 20) / 10);
    }
    String hash = profileOf(values).hash();
    Collections.shuffle(values, new Random(32));
    assertThat(profileOf(values).hash()).isEqualTo(hash);
  }

  private static BaselineProfile profileOf(List<Object> values) {
    Profile profile = profile(values.toArray());
    return new BaselineProfile(
        "m", "1", CREATED, new TreeMap<>(Map.of(profile.feature(), profile)));
  }

  @Test
  void hashKnowsCountsAndNamesButNotTheDate() {
    Profile one = profile(100, normal(new SplittableRandom(33), 0));
    var features = new TreeMap<>(Map.of("x", one));
    BaselineProfile baseline = new BaselineProfile("m", "1", CREATED, features);
    assertThat(new BaselineProfile("m", "1", CREATED.plusSeconds(1), features).hash())
        .isEqualTo(baseline.hash());
    assertThat(new BaselineProfile("m", "2", CREATED, features).hash())
        .isNotEqualTo(baseline.hash());
    BinCounts more = one.counts();
    more.add(2);
    var changed = new TreeMap<>(Map.of("x", new Profile("x", one.binning(), more)));
    assertThat(new BaselineProfile("m", "1", CREATED, changed).hash())
        .isNotEqualTo(baseline.hash());
  }

  @Test
  void sameDataCountedAsBaselineAndAsCurrentHasNoSkew() {
    Object[] values = join(repeat("a", 60), repeat("b", 50), repeat(null, 10));
    Profile profile = profile(values);
    assertThat(Rows.count(profile.binning(), values)).isEqualTo(profile.counts());
  }

  @Test
  void profileMustStandUnderItsName() {
    Profile profile = profile(1, 2, 3);
    assertThatThrownBy(
            () -> new BaselineProfile("m", "1", CREATED, new TreeMap<>(Map.of("other", profile))))
        .hasMessageContaining("'x'")
        .hasMessageContaining("'other'");
  }
}
