package io.tidemark.definition.yaml;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.AggregateParameters;
import io.tidemark.definition.SourceMap;
import io.tidemark.definition.Window;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads one element of {@code aggregate}. */
final class AggregateReader {
  private static final Map<String, AggregateOp> OPS =
      Arrays.stream(AggregateOp.values())
          .collect(
              Collectors.toMap(AggregateOp::label, Function.identity(), (a, b) -> a, TreeMap::new));

  private final SourceMap sourceMap;

  AggregateReader(SourceMap sourceMap) {
    this.sourceMap = sourceMap;
  }

  /**
   * @param hop what the group says; empty for the usual ones
   */
  Aggregate read(MappingReader in, Optional<Duration> hop) {
    String name = in.name("name", NameForm.IDENTIFIER);
    Optional<AggregateOp> op = Optional.ofNullable(in.choice("op", OPS, null));
    String of = in.optionalText("of").orElse(null);
    String where = in.optionalText("where").orElse(null);
    List<Window> windows = WindowReader.over(in, hop);
    if (op.isEmpty()) {
      ParameterReader.skip(in);
    }
    AggregateParameters parameters =
        op.map(known -> ParameterReader.read(in, known)).orElse(AggregateParameters.NONE);
    op.ifPresent(known -> checkOperand(in, known, of));
    op.ifPresent(known -> checkExtent(in, known));
    in.finish();
    AggregateOp standIn = op.orElse(AggregateOp.COUNT);
    return in.located(new Aggregate(name, standIn, of, where, windows, parameters), sourceMap);
  }

  private static void checkOperand(MappingReader in, AggregateOp op, String of) {
    if (!op.takesOperand() && of != null) {
      in.problem("of", of, op.label() + " takes no 'of'", "choose events with 'where'");
    } else if (op.needsOperand() && !in.has("of")) {
      in.missing("of", "what " + op.label() + " is taken of");
    }
  }

  private static void checkExtent(MappingReader in, AggregateOp op) {
    if (op.isOverLifetimeOnly()) {
      refuse(in, op, "windows", "its half-life is its window");
      refuse(in, op, "sessions", "its half-life is its window");
    } else if (op.isOverWindowsOnly()) {
      refuse(in, op, "sessions", "it divides by the length of a window");
      if (!in.has("windows")) {
        in.missing("windows", op.label() + " divides by the length of a window");
      }
    }
  }

  private static void refuse(MappingReader in, AggregateOp op, String key, String hint) {
    if (in.has(key)) {
      in.problem(key, "", op.label() + " takes no '" + key + "'", hint);
    }
  }
}
