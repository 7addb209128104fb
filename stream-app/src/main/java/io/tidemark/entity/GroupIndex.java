package io.tidemark.entity;

import io.tidemark.feature.FeaturePlan;
import java.util.HashMap;
import java.util.Map;

/** Finds a plan's group by its id. Immutable. */
public final class GroupIndex {
  private static final int MOST_COMPARED = 16;

  private final String[] ids;
  private final Map<String, Integer> byId = new HashMap<>();

  public GroupIndex(FeaturePlan plan) {
    ids = plan.groupIds().stream().limit(MOST_COMPARED).toArray(String[]::new);
    for (int g = 0; g < plan.groups().size(); g++) {
      byId.put(plan.groupIds().get(g), g);
      // what an older version left on a repartition topic
      byId.put(plan.groups().get(g).versioned(), g);
    }
  }

  /** The group's index, or -1 when it is not declared, or not with this content. */
  public int of(String id) {
    // Cheaper than the hash of a text that was just read; an id of our own is the very same object.
    for (int g = 0; g < ids.length; g++) {
      if (ids[g].equals(id)) {
        return g;
      }
    }
    return byId.getOrDefault(id, -1);
  }
}
