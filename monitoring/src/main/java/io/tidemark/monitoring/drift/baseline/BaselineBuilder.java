package io.tidemark.monitoring.drift.baseline;

import io.tidemark.monitoring.drift.bins.Binning;
import io.tidemark.monitoring.drift.bins.FeatureKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes a {@link BaselineProfile} from rows of raw values.
 *
 * <p>A feature is numeric when it has finite numbers and they are not outnumbered by texts and
 * booleans; otherwise categorical. Whole numbers are numeric too: say {@link #kind} for codes that
 * look like numbers. A feature without any finite number is categorical whatever was said. A row
 * that lacks a feature other rows have counts as missing. The order of rows does not matter, up to
 * {@value CategoryCounts#MAX_DISTINCT} distinct categories of a feature.
 *
 * <p>Holds every number in memory: 8 bytes each, 160 MB for a million rows of 20 numbers. Not
 * thread-safe.
 */
public final class BaselineBuilder {

  private final String model;
  private final String version;
  private final BinningRule rule;
  private final Map<String, FeatureValues> features = new HashMap<>();
  private final Map<String, FeatureKind> kinds = new HashMap<>();
  private long rows;

  /** A builder with {@link BinningRule#DEFAULT}. */
  public BaselineBuilder(String model, String version) {
    this(model, version, BinningRule.DEFAULT);
  }

  public BaselineBuilder(String model, String version, BinningRule rule) {
    this.model = model;
    this.version = version;
    this.rule = rule;
  }

  /** Fixes the kind of a feature. */
  public BaselineBuilder kind(String feature, FeatureKind kind) {
    kinds.put(feature, kind);
    return this;
  }

  /**
   * Adds a row.
   *
   * @param row raw values by feature: {@code null}, a boolean, a number or a text, as in {@link
   *     Binning#binOfValue}
   */
  public BaselineBuilder add(Map<String, ?> row) {
    rows++;
    row.forEach(
        (feature, value) ->
            features.computeIfAbsent(feature, name -> new FeatureValues()).add(value));
    return this;
  }

  /** Number of rows added. */
  public long rows() {
    return rows;
  }

  /**
   * The baseline of all rows so far. Rows may be added afterwards, for a later baseline.
   *
   * @param created when the baseline is made
   */
  public BaselineProfile build(Instant created) {
    Map<String, Profile> profiles = new TreeMap<>();
    features.forEach((name, values) -> profiles.put(name, profile(name, values)));
    return new BaselineProfile(model, version, created, new TreeMap<>(profiles));
  }

  private Profile profile(String name, FeatureValues values) {
    values.addMissing(rows - values.total());
    FeatureKind kind = kinds.getOrDefault(name, values.inferredKind());
    return values.profile(name, kind, rule);
  }
}
