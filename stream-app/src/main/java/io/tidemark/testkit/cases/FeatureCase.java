package io.tidemark.testkit.cases;

import io.tidemark.definition.Position;
import java.time.Instant;
import java.util.List;

/**
 * One case: what happens, and what is expected on the way.
 *
 * @param name what results call it
 * @param position where it stands
 * @param start where the clock stands at first; {@code null} for the kit's own start
 * @param steps in order; at least one
 */
public record FeatureCase(String name, Position position, Instant start, List<Step> steps) {
  public FeatureCase {
    steps = List.copyOf(steps);
  }
}
