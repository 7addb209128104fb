package io.tidemark.entity;

import io.tidemark.definition.FeatureGroup;
import io.tidemark.feature.FeaturePlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which version of each group a vector holds: the pinned one; else the newest that has caught up;
 * else, when none has, the newest. Immutable.
 */
public final class ServedGroups {
  private final boolean[] served;
  private final Map<String, Integer> versions = new LinkedHashMap<>();
  private final String signature;

  /**
   * Decides.
   *
   * @param pinned groups a user pinned, by {@code name@version}
   */
  public ServedGroups(FeaturePlan plan, GroupProgress progress, Set<String> pinned) {
    List<FeatureGroup> groups = plan.groups();
    List<String> ids = plan.groupIds();
    Map<String, Integer> chosen = new LinkedHashMap<>();
    for (int g = 0; g < groups.size(); g++) {
      Integer other = chosen.get(groups.get(g).name());
      if (other == null
          || rank(groups.get(g), progress.caughtUp(g), pinned)
              > rank(groups.get(other), progress.caughtUp(other), pinned)) {
        chosen.put(groups.get(g).name(), g);
      }
    }
    StringBuilder text = new StringBuilder();
    this.served = new boolean[groups.size()];
    for (int g : chosen.values()) {
      served[g] = true;
      versions.put(groups.get(g).name(), groups.get(g).version());
      text.append(ids.get(g)).append(progress.caughtUp(g) ? '+' : '-');
    }
    this.signature = text.toString();
  }

  private static long rank(FeatureGroup group, boolean caughtUp, Set<String> pinned) {
    long pin = pinned.contains(group.versioned()) ? 2 : 0;
    return (pin + (caughtUp ? 1 : 0)) << Integer.SIZE | group.version();
  }

  /** Per group of the plan whether it is served. */
  public boolean[] served() {
    return served;
  }

  public boolean serves(int group) {
    return served[group];
  }

  /** The version served of each group. */
  public Map<String, Integer> versions() {
    return versions;
  }

  /** Another for every other choice, and when a group that is served has caught up. */
  public String signature() {
    return signature;
  }
}
