package io.tidemark.monitoring.drift.baseline;

import io.tidemark.monitoring.drift.bins.ContentHash;
import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the features of one model version looked like when all was well. Immutable. */
public final class BaselineProfile {
  private final String model;
  private final String version;
  private final Instant created;
  private final SortedMap<String, Profile> features;
  private final String hash;

  /**
   * A baseline.
   *
   * @param model the model's name
   * @param version the model's version
   * @param created when the baseline was made; information only, not part of the hash
   * @param features profiles by feature name
   * @throws IllegalArgumentException when a profile stands under another name than its own
   */
  public BaselineProfile(
      String model, String version, Instant created, SortedMap<String, Profile> features) {
    this.model = model;
    this.version = version;
    this.created = created;
    this.features = Collections.unmodifiableSortedMap(new TreeMap<>(features));
    this.features.forEach(BaselineProfile::checkName);
    this.hash = computeHash();
  }

  private static void checkName(String name, Profile profile) {
    if (!name.equals(profile.feature())) {
      throw new IllegalArgumentException(
          "Invalid baseline: the profile of '%s' stands under '%s'; names must agree"
              .formatted(profile.feature(), name));
    }
  }

  private String computeHash() {
    ContentHash content = new ContentHash("baseline/1").add(model).add(version);
    content.add(features.size());
    for (Profile profile : features.values()) {
      content.add(profile.feature()).add(profile.binning().hash());
      for (long count : profile.counts().toArray()) {
        content.add(count);
      }
    }
    return content.hex();
  }

  public String model() {
    return model;
  }

  public String version() {
    return version;
  }

  public Instant created() {
    return created;
  }

  /** Profiles by feature name; immutable. */
  public SortedMap<String, Profile> features() {
    return features;
  }

  /**
   * Content hash of model, version, bins and counts: 32 hexadecimal digits. Two baselines with the
   * same hash give the same results for the same counts. Computed once: it is asked for with every
   * prediction.
   */
  public String hash() {
    return hash;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BaselineProfile that
        && model.equals(that.model)
        && version.equals(that.version)
        && Objects.equals(created, that.created)
        && features.equals(that.features);
  }

  @Override
  public int hashCode() {
    return Objects.hash(model, version, created, features);
  }

  @Override
  public String toString() {
    return "baseline " + hash + " of " + model + " " + version + ", " + created + ": " + features;
  }
}
