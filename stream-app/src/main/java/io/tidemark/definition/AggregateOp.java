package io.tidemark.definition;

import static io.tidemark.definition.AggregateParameters.NONE;
import static io.tidemark.definition.AggregateTraits.ofEvents;
import static io.tidemark.definition.AggregateTraits.ofNumbers;
import static io.tidemark.definition.AggregateTraits.ofOrdered;
import static io.tidemark.definition.AggregateTraits.ofScalars;

import io.tidemark.definition.AggregateTraits.Extent;
import io.tidemark.definition.AggregateTraits.Operand;
import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import java.util.Locale;
import java.util.Set;

/** The aggregations, by the name a definition uses in lower case, and what one may say of them. */
public enum AggregateOp {
  COUNT(ofEvents().giving(input -> FieldType.of(Kind.INT))),
  SUM(ofNumbers().giving(input -> FieldType.of(input == Kind.INT ? Kind.INT : Kind.DOUBLE))),
  MEAN(ofNumbers()),
  MIN(ofOrdered().givingInput()),
  MAX(ofOrdered().givingInput()),
  VARIANCE(ofNumbers()),
  STDDEV(ofNumbers()),
  FIRST(ofScalars().givingInput()),
  LAST(ofScalars().givingInput()),
  LAST_N(ofScalars().needing(AggregateParameter.N).givingInputs()),
  DISTINCT(ofScalars().taking(AggregateParameter.MAX, NONE.withMax(100)).givingInt()),
  APPROX_DISTINCT(ofScalars().givingInt()),
  QUANTILE(ofNumbers().needing(AggregateParameter.P)),
  TOP_K(
      ofScalars()
          .needing(AggregateParameter.K)
          .taking(AggregateParameter.MAX, NONE.withMax(1_000))
          .givingInputs()),
  RATE(ofNumbers().orEvents().taking(AggregateParameter.PER, NONE).over(Extent.WINDOWS)),
  DECAYED_SUM(ofNumbers().needing(AggregateParameter.HALF_LIFE).over(Extent.LIFETIME)),
  DECAYED_COUNT(ofEvents().needing(AggregateParameter.HALF_LIFE).over(Extent.LIFETIME)),
  TIME_SINCE_LAST(ofEvents().givingInt());

  /** Immutable: copied sets, and functions without state. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final AggregateTraits traits;

  AggregateOp(AggregateTraits traits) {
    this.traits = traits;
  }

  /** The name in a definition. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of the value over inputs of a kind; null stands for absent. */
  public FieldType resultType(Kind input) {
    return traits.result().apply(input);
  }

  /** The kinds of expression it is taken of; empty where it is taken of events alone. */
  public Set<Kind> kinds() {
    return traits.kinds();
  }

  /** Whether it cannot do without {@code of}. */
  public boolean needsOperand() {
    return traits.operand() == Operand.REQUIRED;
  }

  /** Whether it may have {@code of}. */
  public boolean takesOperand() {
    return traits.operand() != Operand.NONE;
  }

  /** Whether it cannot do without the parameter. */
  public boolean needs(AggregateParameter parameter) {
    return traits.required().contains(parameter);
  }

  /** Whether it may be told the parameter. */
  public boolean takes(AggregateParameter parameter) {
    return needs(parameter) || traits.optional().contains(parameter);
  }

  /** What it is told where a definition says nothing. */
  public AggregateParameters defaults() {
    return traits.defaults();
  }

  /** Whether it needs a sliding window and takes nothing else. */
  public boolean isOverWindowsOnly() {
    return traits.extent() == Extent.WINDOWS;
  }

  /** Whether it is taken over all time and takes neither windows nor sessions. */
  public boolean isOverLifetimeOnly() {
    return traits.extent() == Extent.LIFETIME;
  }
}
