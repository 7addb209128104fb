package io.tidemark.definition.yaml;

import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.AggregateParameter;
import io.tidemark.definition.AggregateParameters;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what an aggregation is told beside its input. */
final class ParameterReader {
  private static final int MOST_VALUES = 100;
  private static final int MOST_DISTINCT = 1_000;
  private static final String FRACTION_HINT = "the 95th percentile is 0.95";

  private final MappingReader in;
  private final AggregateOp op;

  private ParameterReader(MappingReader in, AggregateOp op) {
    this.in = in;
    this.op = op;
  }

  /** The parameters of an operation; those of others are reported. */
  static AggregateParameters read(MappingReader in, AggregateOp op) {
    return new ParameterReader(in, op).read();
  }

  /** Passes over all parameters, where it is not known which belong. */
  static void skip(MappingReader in) {
    for (AggregateParameter parameter : AggregateParameter.values()) {
      in.optionalText(parameter.key());
    }
  }

  private AggregateParameters read() {
    AggregateParameters parameters = op.defaults();
    for (AggregateParameter parameter : AggregateParameter.values()) {
      if (op.takes(parameter)) {
        parameters = read(parameter, parameters);
      } else if (in.has(parameter.key())) {
        refuse(parameter);
      }
    }
    return parameters;
  }

  private void refuse(AggregateParameter parameter) {
    String owners =
        Arrays.stream(AggregateOp.values())
            .filter(other -> other.takes(parameter))
            .map(AggregateOp::label)
            .collect(Collectors.joining(", "));
    String rule = op.label() + " takes no '" + parameter.key() + "'";
    String value = in.optionalText(parameter.key()).orElse("");
    in.problem(parameter.key(), value, rule, "it belongs to " + owners);
  }

  private AggregateParameters read(AggregateParameter parameter, AggregateParameters so) {
    if (op.needs(parameter) && !in.has(parameter.key())) {
      in.missing(parameter.key(), parameter.meaning());
    }
    return switch (parameter) {
      case N, K -> size(parameter).map(so::withSize).orElse(so);
      case MAX -> max(so).map(so::withMax).orElse(so);
      case P -> in.fraction(parameter.key(), FRACTION_HINT).map(so::withQuantile).orElse(so);
      case HALF_LIFE -> duration(parameter, DurationRange.WINDOW).map(so::withHalfLife).orElse(so);
      case PER -> duration(parameter, DurationRange.RATE_UNIT).map(so::withPer).orElse(so);
    };
  }

  private Optional<Integer> size(AggregateParameter parameter) {
    return in.wholeNumber(parameter.key(), 1, MOST_VALUES);
  }

  /** Read after {@code k}, as the enumeration has it. */
  private Optional<Integer> max(AggregateParameters so) {
    Optional<Integer> max = in.wholeNumber(AggregateParameter.MAX.key(), 1, MOST_DISTINCT);
    if (op.takes(AggregateParameter.K) && max.isPresent() && max.get() < so.size()) {
      String value = String.valueOf(max.get());
      in.problem(AggregateParameter.MAX.key(), value, "must not be below k, " + so.size(), "");
    }
    return max;
  }

  private Optional<Duration> duration(AggregateParameter parameter, DurationRange range) {
    return in.optionalText(parameter.key())
        .flatMap(text -> in.duration(parameter.key(), text, range));
  }
}
