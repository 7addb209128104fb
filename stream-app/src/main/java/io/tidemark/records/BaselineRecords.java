package io.tidemark.records;

import io.tidemark.avro.Baseline;
import io.tidemark.avro.FeatureBaseline;
import io.tidemark.monitoring.drift.Series;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.Binning;
import io.tidemark.monitoring.drift.bins.CategoricalBinning;
import io.tidemark.monitoring.drift.bins.NumericBinning;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Translates between baselines and their records on the topic; both directions lose nothing. */
public final class BaselineRecords {
  private BaselineRecords() {}

  /** The key on the topic: the newest baseline of a model version wins. */
  public static String key(String model, String version) {
    return TopicKeys.ofBaseline(model, version);
  }

  /** The key of a baseline on the topic. */
  public static String key(BaselineProfile profile) {
    return key(profile.model(), profile.version());
  }

  /**
   * The record of a baseline.
   *
   * @param source where the values came from, for humans
   */
  public static Baseline record(BaselineProfile profile, String source) {
    List<FeatureBaseline> features = new ArrayList<>();
    profile.features().values().forEach(feature -> features.add(feature(profile, feature)));
    return Baseline.newBuilder()
        .setModel(profile.model())
        .setModelVersion(profile.version())
        .setCreatedAt(profile.created())
        .setSource(source)
        .setEdgesHash(profile.hash())
        .setFeatures(features)
        .build();
  }

  /**
   * The baseline in a record.
   *
   * @throws IllegalArgumentException when the record's parts do not fit each other
   */
  public static BaselineProfile profile(Baseline record) {
    SortedMap<String, Profile> profiles = new TreeMap<>();
    for (FeatureBaseline feature : record.getFeatures()) {
      profiles.put(feature.getFeature(), profile(feature));
    }
    return new BaselineProfile(
        record.getModel(), record.getModelVersion(), record.getCreatedAt(), profiles);
  }

  private static FeatureBaseline feature(BaselineProfile baseline, Profile profile) {
    Series series = new Series(baseline.model(), baseline.version(), profile.feature());
    Binning binning = profile.binning();
    FeatureBaseline.Builder feature =
        FeatureBaseline.newBuilder()
            .setSurface(series.surface().name())
            .setFeature(profile.feature())
            .setKind(io.tidemark.avro.FeatureKind.valueOf(binning.kind().name()))
            .setBinLabels(binning.labels())
            .setCounts(boxed(profile.counts().toArray()))
            .setTotal(profile.counts().total());
    if (binning instanceof NumericBinning numeric) {
      feature.setEdges(boxed(numeric.edges()));
    } else if (binning instanceof CategoricalBinning categorical) {
      feature
          .setCategories(categorical.categories())
          .setOthers(List.copyOf(categorical.others()))
          .setOpen(categorical.isOpen());
    }
    return feature.build();
  }

  private static Profile profile(FeatureBaseline feature) {
    long[] counts = feature.getCounts().stream().mapToLong(Long::longValue).toArray();
    return new Profile(feature.getFeature(), binning(feature), BinCounts.of(counts));
  }

  private static Binning binning(FeatureBaseline feature) {
    return switch (feature.getKind()) {
      case NUMERIC ->
          NumericBinning.of(feature.getEdges().stream().mapToDouble(Double::doubleValue).toArray());
      case CATEGORICAL ->
          feature.getOpen()
              ? CategoricalBinning.open(feature.getCategories())
              : CategoricalBinning.of(feature.getCategories(), feature.getOthers());
      case UNKNOWN ->
          throw new IllegalArgumentException(
              "Unknown kind of feature "
                  + feature.getFeature()
                  + " in a baseline: must be NUMERIC or CATEGORICAL.");
    };
  }

  private static List<Long> boxed(long[] values) {
    List<Long> boxed = new ArrayList<>(values.length);
    for (long value : values) {
      boxed.add(value);
    }
    return boxed;
  }

  private static List<Double> boxed(double[] values) {
    List<Double> boxed = new ArrayList<>(values.length);
    for (double value : values) {
      boxed.add(value);
    }
    return boxed;
  }
}
