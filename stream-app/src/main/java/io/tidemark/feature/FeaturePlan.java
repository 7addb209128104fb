package io.tidemark.feature;

import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.Window;
import io.tidemark.feature.aggregate.Hop;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The feature groups of one entity, compiled: the values in order, and for each group the tiers of
 * tiles and the aggregates in a tile. Immutable and thread-safe.
 */
public final class FeaturePlan {
  /** How long an entity stays when all its features are over all time and no group says. */
  private static final Duration LIFETIME_TTL = Duration.ofDays(90);

  private final Entity entity;
  private final List<FeatureGroup> groups;
  private final List<Feature> features;
  private final List<GroupPlan> groupPlans;
  private final Map<String, Integer> indexByName = new HashMap<>();
  private final boolean[] newest;
  private final Map<String, Integer> groupIndices = new HashMap<>();

  private FeaturePlan(Entity entity, List<FeatureGroup> groups, GroupCompiler compiler) {
    this.entity = entity;
    this.groups = List.copyOf(groups);
    this.groupPlans = groups.stream().map(compiler::compile).toList();
    this.features = List.copyOf(compiler.features());
    this.newest = new boolean[groups.size()];
    for (int i = 0; i < newest.length; i++) {
      newest[i] = isNewest(i);
    }
    for (FeatureGroup group : groups) {
      if (groupIndices.put(group.versioned(), groupIndices.size()) != null) {
        throw duplicate("group " + group.versioned());
      }
    }
    for (int i = 0; i < features.size(); i++) {
      indexByName.merge(features.get(i).name(), i, this::newer);
    }
  }

  /** Of the same feature of two versions of a group, that of the newer one. */
  private int newer(int a, int b) {
    FeatureGroup first = groups.get(features.get(a).group());
    FeatureGroup second = groups.get(features.get(b).group());
    if (!first.name().equals(second.name()) || first.version() == second.version()) {
      throw duplicate("feature " + features.get(b).name());
    }
    return first.version() > second.version() ? a : b;
  }

  private IllegalArgumentException duplicate(String what) {
    return new IllegalArgumentException(
        "Duplicate "
            + what
            + " of entity "
            + entity.name()
            + ": names are unique within an entity. Rename one of them.");
  }

  /**
   * Compiles groups of one entity.
   *
   * @param groups the groups, several versions of one among them or not; an event names its group
   *     by the index in this list
   * @param types the types of the inputs, and the compiled derived features
   * @throws IllegalArgumentException when a name is used twice, a group is of another entity, or a
   *     window is shorter than 12 seconds
   */
  public static FeaturePlan of(Entity entity, List<FeatureGroup> groups, GroupTypes types) {
    return new FeaturePlan(entity, groups, new GroupCompiler(entity, types));
  }

  public Entity entity() {
    return entity;
  }

  /** The groups in the order of their indices. */
  public List<FeatureGroup> groups() {
    return groups;
  }

  /** The values of a vector, in its order: by group, aggregate and window as declared. */
  public List<Feature> features() {
    return features;
  }

  /**
   * Index of a value in the vector; of a group with several versions that of the newest.
   *
   * @throws IllegalArgumentException when there is no such feature
   */
  public int indexOf(String name) {
    Integer index = indexByName.get(name);
    if (index == null) {
      throw new IllegalArgumentException(
          "Unknown feature "
              + name
              + " of entity "
              + entity.name()
              + ": known are "
              + indexByName.keySet()
              + ". Use one of these.");
    }
    return index;
  }

  /** Whether no other group of the plan is a newer version of this one. */
  public boolean isNewest(int group) {
    FeatureGroup one = groups.get(group);
    return groups.stream()
        .noneMatch(other -> other.name().equals(one.name()) && other.version() > one.version());
  }

  /** Per group whether it {@link #isNewest}. */
  public boolean[] newest() {
    return newest.clone();
  }

  /** Index of a group by its name and version, {@code name@version}, or -1 when there is none. */
  public int groupIndex(String versioned) {
    return groupIndices.getOrDefault(versioned, -1);
  }

  /**
   * Identifies each group with its version and content, {@code <name>@<version>-<hash>}: what is
   * remembered about a group, such as since when it is observed, is kept under this.
   */
  public List<String> groupIds() {
    return IntStream.range(0, groups.size()).mapToObj(this::groupId).toList();
  }

  private String groupId(int group) {
    FeatureGroup declared = groups.get(group);
    return declared.name()
        + "@"
        + declared.version()
        + "-"
        + HexFormat.of().toHexDigits(groupHash(group));
  }

  /**
   * Identifies the content a group's state depends on; a group with another hash starts empty.
   * Owner, time to live and names of features do not count.
   */
  public long groupHash(int group) {
    return groupPlans.get(group).hash();
  }

  /**
   * The longest window of a group in milliseconds, of a session its gap, of what decays as long as
   * an event counts; 0 when it has lifetime features alone.
   */
  public long longestWindowMs(int group) {
    return groupPlans.get(group).longestWindowMs();
  }

  /**
   * How long after its last event a windowed value of the group can still change, in milliseconds:
   * the longest window and one hop.
   */
  public long horizonMs(int group) {
    return groupPlans.get(group).horizonMs();
  }

  /** Whether the group has a feature over all time, whose state never expires. */
  public boolean hasLifetime(int group) {
    return !groupPlans.get(group).lifetime().isEmpty();
  }

  /** How long an idle entity's values stay: as long as the group that keeps them longest says. */
  public Duration ttl() {
    return IntStream.range(0, groups.size())
        .mapToObj(this::ttl)
        .max(Comparator.naturalOrder())
        .orElse(LIFETIME_TTL);
  }

  /**
   * How long what a group says of an idle entity holds: as declared, or until nothing of it can
   * change any more.
   */
  public Duration ttl(int group) {
    Duration declared = groups.get(group).ttl();
    if (declared != null) {
      return declared;
    }
    return hasLifetime(group) ? LIFETIME_TTL : Duration.ofMillis(horizonMs(group));
  }

  /** The step in which the tail of a sliding window moves, in milliseconds. */
  public static long hopMs(Window window) {
    return Hop.of(window);
  }

  List<GroupPlan> groupPlans() {
    return groupPlans;
  }
}
