package io.tidemark.monitoring.drift.baseline;

import io.tidemark.monitoring.drift.bins.ContentHash;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the features of one model version looked like when all was well. Immutable.
 *
 * @param model the model's name
 * @param version the model's version
 * @param created when the baseline was made; information only, not part of the hash
 * @param features profiles by feature name
 */
public record BaselineProfile(
    String model, String version, Instant created, SortedMap<String, Profile> features) {

  public BaselineProfile {
    features = Collections.unmodifiableSortedMap(new TreeMap<>(features));
    features.forEach(BaselineProfile::checkName);
  }

  private static void checkName(String name, Profile profile) {
    if (!name.equals(profile.feature())) {
      throw new IllegalArgumentException(
          "Invalid baseline: the profile of '%s' stands under '%s'; names must agree"
              .formatted(profile.feature(), name));
    }
  }

  /**
   * Content hash of model, version, bins and counts: 32 hexadecimal digits. Two baselines with the
   * same hash give the same results for the same counts.
   */
  public String hash() {
    ContentHash hash = new ContentHash("baseline/1").add(model).add(version).add(features.size());
    for (Profile profile : features.values()) {
      hash.add(profile.feature()).add(profile.binning().hash());
      for (long count : profile.counts().toArray()) {
        hash.add(count);
      }
    }
    return hash.hex();
  }
}
