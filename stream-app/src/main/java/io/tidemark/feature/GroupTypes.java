package io.tidemark.feature;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.Derived;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.expression.Expression;

/** What the type checker found about the expressions of a group. */
@FunctionalInterface
public interface GroupTypes {
  /**
   * The kind of {@code aggregate.of()}, so that a feature has one type: the sum of integers is an
   * integer, also when it is empty. {@link Kind#DYNAMIC} where it is not known, which makes sums
   * doubles. Not asked where events themselves are aggregated.
   */
  Kind inputOf(FeatureGroup group, Aggregate aggregate);

  /** The compiled {@code derived.expr()}, over the names of the group's aggregated values. */
  default Expression derived(FeatureGroup group, Derived derived) {
    throw new IllegalArgumentException(
        "Feature "
            + derived.name()
            + " of group "
            + group.name()
            + " is derived, but nothing compiled its expression. Pass types that do.");
  }
}
