package io.tidemark.definition;

import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/**
 * What a definition may say of an aggregation. Immutable.
 *
 * @param operand whether it is taken of an expression
 * @param kinds the kinds of expression it takes
 * @param required the parameters it must be told
 * @param optional the parameters it may be told
 * @param defaults what it starts from
 * @param extent what it may be taken over
 * @param result the type of its value by the kind of its input
 */
record AggregateTraits(
    Operand operand,
    Set<Kind> kinds,
    Set<AggregateParameter> required,
    Set<AggregateParameter> optional,
    AggregateParameters defaults,
    Extent extent,
    Function<Kind, FieldType> result) {

  /** Whether an aggregation is taken of an expression. */
  public enum Operand {
    /** It has {@code of}. */
    REQUIRED,
    /** It is taken of {@code of}, or of events themselves. */
    OPTIONAL,
    /** It is taken of events themselves. */
    NONE
  }

  /** What an aggregation may be taken over. */
  public enum Extent {
    /** Windows, sessions, or all time without either. */
    ANY,
    /** Sliding windows alone: it divides by their length. */
    WINDOWS,
    /** All time alone: it forgets by itself. */
    LIFETIME
  }

  private static final Set<Kind> NUMBERS = EnumSet.of(Kind.INT, Kind.DOUBLE);
  private static final Set<Kind> ORDERED = EnumSet.of(Kind.INT, Kind.DOUBLE, Kind.TIMESTAMP);
  private static final Set<Kind> SCALARS =
      EnumSet.of(Kind.BOOL, Kind.INT, Kind.DOUBLE, Kind.STRING, Kind.TIMESTAMP);

  AggregateTraits {
    kinds = Set.copyOf(kinds);
    required = Set.copyOf(required);
    optional = Set.copyOf(optional);
  }

  /** Taken of events; gives a number that may be absent. */
  static AggregateTraits ofEvents() {
    return new AggregateTraits(
        Operand.NONE,
        Set.of(),
        Set.of(),
        Set.of(),
        AggregateParameters.NONE,
        Extent.ANY,
        input -> FieldType.of(Kind.DOUBLE).orNull());
  }

  /** Taken of numbers. */
  static AggregateTraits ofNumbers() {
    return ofEvents().of(NUMBERS);
  }

  /** Taken of numbers and instants. */
  static AggregateTraits ofOrdered() {
    return ofEvents().of(ORDERED);
  }

  /** Taken of any single values. */
  static AggregateTraits ofScalars() {
    return ofEvents().of(SCALARS);
  }

  private AggregateTraits of(Set<Kind> taken) {
    return new AggregateTraits(
        Operand.REQUIRED, taken, required, optional, defaults, extent, result);
  }

  AggregateTraits orEvents() {
    return new AggregateTraits(
        Operand.OPTIONAL, kinds, required, optional, defaults, extent, result);
  }

  AggregateTraits needing(AggregateParameter parameter) {
    return new AggregateTraits(
        operand, kinds, Set.of(parameter), optional, defaults, extent, result);
  }

  AggregateTraits taking(AggregateParameter parameter, AggregateParameters unsaid) {
    return new AggregateTraits(operand, kinds, required, Set.of(parameter), unsaid, extent, result);
  }

  AggregateTraits over(Extent only) {
    return new AggregateTraits(operand, kinds, required, optional, defaults, only, result);
  }

  AggregateTraits giving(Function<Kind, FieldType> type) {
    return new AggregateTraits(operand, kinds, required, optional, defaults, extent, type);
  }

  /** Gives a number of things, or nothing. */
  AggregateTraits givingInt() {
    return giving(input -> FieldType.of(Kind.INT).orNull());
  }

  /** Gives one of its inputs, or nothing. */
  AggregateTraits givingInput() {
    return giving(input -> value(input).orNull());
  }

  /** Gives some of its inputs, or nothing. */
  AggregateTraits givingInputs() {
    return giving(input -> FieldType.listOf(value(input)).orNull());
  }

  /** An instant is given as milliseconds since the Unix epoch. */
  private static FieldType value(Kind input) {
    return FieldType.of(input == Kind.TIMESTAMP ? Kind.INT : input);
  }
}
