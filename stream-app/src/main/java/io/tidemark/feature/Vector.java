package io.tidemark.feature;

import io.tidemark.feature.aggregate.Aggregation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * The values of one entity at one instant, in the order of {@link FeaturePlan#features}. Does not
 * change with the state it was computed from. Not thread-safe.
 */
public final class Vector {
  /** {@link #validUntilMs} when nothing will ever change without an event. */
  public static final long FOREVER = Aggregation.NEVER;

  private final FeaturePlan plan;
  private final Object[] values;
  private final BitSet warming;
  private final long asOfMs;
  private final long validUntilMs;

  Vector(FeaturePlan plan, Object[] values, BitSet warming, long asOfMs, long validUntilMs) {
    this.plan = plan;
    this.values = values;
    this.warming = warming;
    this.asOfMs = asOfMs;
    this.validUntilMs = validUntilMs;
  }

  /** How many values there are, absent ones included. */
  public int size() {
    return values.length;
  }

  /**
   * A value: {@link Long}, finite {@link Double}, {@link String}, {@link Boolean}, or {@code null}
   * where it is absent.
   */
  public Object value(int index) {
    return values[index];
  }

  /** A value by the name of its feature. */
  public Object value(String name) {
    return values[plan.indexOf(name)];
  }

  /** Whether the value's window is not yet covered by observed time. */
  public boolean isWarming(int index) {
    return warming.get(index);
  }

  /** Names of the values that are warming, ascending. */
  public List<String> warming() {
    List<String> names = new ArrayList<>();
    warming.stream().forEach(index -> names.add(plan.features().get(index).name()));
    Collections.sort(names);
    return names;
  }

  /** The instant the values are right for, in milliseconds since the Unix epoch. */
  public long asOfMs() {
    return asOfMs;
  }

  /**
   * The earliest instant after {@link #asOfMs} at which a value or its warming changes if nothing
   * arrives, in milliseconds since the Unix epoch; {@link #FOREVER} when nothing ever will.
   */
  public long validUntilMs() {
    return validUntilMs;
  }

  /** Whether values and warming are the same, whatever the instants. */
  public boolean sameValues(Vector other) {
    return Arrays.equals(values, other.values) && warming.equals(other.warming);
  }
}
