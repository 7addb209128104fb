package io.tidemark.kafka.features;

import io.tidemark.feature.FeaturePlan;
import java.util.HashMap;
import java.util.Map;

/** Finds a plan's group by its id. Immutable. */
final class GroupIndex {
  private final Map<String, Integer> byId = new HashMap<>();

  GroupIndex(FeaturePlan plan) {
    for (int g = 0; g < plan.groups().size(); g++) {
      byId.put(plan.groupIds().get(g), g);
      // what an older version left on a repartition topic
      byId.put(plan.groups().get(g).versioned(), g);
    }
  }

  /** The group's index, or -1 when it is not declared, or not with this content. */
  int of(String id) {
    return byId.getOrDefault(id, -1);
  }
}
