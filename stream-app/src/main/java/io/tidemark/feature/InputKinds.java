package io.tidemark.feature;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.event.FieldType.Kind;

/**
 * Tells the type of what an aggregate is fed, so that a feature has one type: the sum of integers
 * is an integer, also when it is empty.
 */
@FunctionalInterface
public interface InputKinds {
  /**
   * The kind of {@code aggregate.of()}; {@link Kind#DYNAMIC} where it is not known, which makes
   * sums doubles. Not asked for a count of events.
   */
  Kind of(FeatureGroup group, Aggregate aggregate);
}
