package io.tidemark.definition;

import java.time.Duration;
import java.util.List;

/**
 * Features of one entity from one source, versioned together. Several versions of a group may be
 * declared side by side.
 *
 * @param name first part of every Redis field
 * @param version raised by the user when the meaning of a feature changes; at least 1
 * @param owner who answers for it, or {@code null}
 * @param source name of the source
 * @param entity name of the entity
 * @param where a boolean expression that selects events, or {@code null} for all
 * @param ttl how long the values of an idle entity stay in Redis, or {@code null} for the longest
 *     window and one hop
 * @param aggregates the features, at least one
 * @param derived features computed from them
 */
public record FeatureGroup(
    String name,
    int version,
    String owner,
    String source,
    String entity,
    String where,
    Duration ttl,
    List<Aggregate> aggregates,
    List<Derived> derived) {

  public FeatureGroup {
    aggregates = List.copyOf(aggregates);
    derived = List.copyOf(derived);
  }

  /** The group with its version, {@code name@version}. */
  public String versioned() {
    return name + "@" + version;
  }
}
