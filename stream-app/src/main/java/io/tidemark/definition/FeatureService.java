package io.tidemark.definition;

import java.util.List;

/**
 * Features that are asked for together under one name. Immutable.
 *
 * @param name what a request calls it; that of a model for what a model takes
 * @param features {@code <group>.<value>} each, or {@code <group>} for all values of one; at least
 *     one
 */
public record FeatureService(String name, List<String> features) {
  public FeatureService {
    features = List.copyOf(features);
  }
}
