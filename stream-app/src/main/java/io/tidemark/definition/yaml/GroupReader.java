package io.tidemark.definition.yaml;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.SourceMap;
import io.tidemark.definition.Window;
import io.tidemark.expression.Spelling;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads {@code entities} and {@code features}. */
final class GroupReader {
  private static final Map<String, AggregateOp> OPS =
      Arrays.stream(AggregateOp.values())
          .collect(
              Collectors.toMap(
                  op -> op.name().toLowerCase(Locale.ROOT),
                  Function.identity(),
                  (a, b) -> a,
                  TreeMap::new));

  /** Aggregations of the language that this version does not have. */
  private static final Set<String> LATER_OPS =
      Set.of(
          "variance",
          "stddev",
          "first",
          "last_n",
          "distinct",
          "approx_distinct",
          "quantile",
          "top_k",
          "rate",
          "decayed_sum",
          "decayed_count",
          "time_since_last");

  private final SourceMap sourceMap;

  GroupReader(SourceMap sourceMap) {
    this.sourceMap = sourceMap;
  }

  Entity entity(MappingReader in) {
    String name = in.name("name", NameForm.IDENTIFIER);
    List<String> key = in.names("key", NameForm.FIELD);
    in.finish();
    return in.located(new Entity(name, key), sourceMap);
  }

  FeatureGroup group(MappingReader in) {
    String name = in.name("group", NameForm.IDENTIFIER);
    int version = in.positive("version", 1);
    String owner = in.optionalText("owner").orElse(null);
    String source = in.text("source");
    String entity = in.text("entity");
    String where = in.optionalText("where").orElse(null);
    Duration ttl =
        in.optionalText("ttl")
            .flatMap(text -> in.duration("ttl", text, DurationRange.RETENTION))
            .orElse(null);
    List<Aggregate> aggregates =
        in.requiredMappings("aggregate").stream().map(this::aggregate).toList();
    in.finish("derive", "hop", "sessions");
    return in.located(
        new FeatureGroup(name, version, owner, source, entity, where, ttl, aggregates), sourceMap);
  }

  private Aggregate aggregate(MappingReader in) {
    String name = in.name("name", NameForm.IDENTIFIER);
    Optional<AggregateOp> op = op(in);
    String of = in.optionalText("of").orElse(null);
    op.ifPresent(known -> checkOperand(in, known, of));
    List<Window> windows = windows(in, DurationRange.WINDOW);
    in.finish("hop", "session", "n", "k", "p", "quantiles", "half_life", "max", "where");
    Aggregate aggregate = new Aggregate(name, op.orElse(AggregateOp.COUNT), of, windows);
    return in.located(aggregate, sourceMap);
  }

  private static Optional<AggregateOp> op(MappingReader in) {
    String op = in.text("op");
    if (LATER_OPS.contains(op)) {
      String hint = "available: " + String.join(", ", OPS.keySet());
      in.problem("op", op, "is not available in this version", hint);
    } else if (!op.isEmpty() && !OPS.containsKey(op)) {
      String rule = "must be one of " + String.join(", ", OPS.keySet());
      in.problem("op", op, rule, Spelling.didYouMean(op, OPS.keySet()));
    }
    return Optional.ofNullable(OPS.get(op));
  }

  private static void checkOperand(MappingReader in, AggregateOp op, String of) {
    if (op == AggregateOp.COUNT && of != null) {
      in.problem("of", of, "count takes no 'of'", "choose events with 'where'");
    } else if (op != AggregateOp.COUNT && !in.has("of")) {
      String name = op.name().toLowerCase(Locale.ROOT);
      in.problem("", "", "'of' is missing", "what " + name + " is taken of");
    }
  }

  /** The windows of a mapping, without repeats. */
  static List<Window> windows(MappingReader in, DurationRange range) {
    Map<Duration, Window> windows = new LinkedHashMap<>();
    List<String> labels = in.texts("windows");
    for (int i = 0; i < labels.size(); i++) {
      String place = "windows[" + i + "]";
      String label = labels.get(i);
      in.duration(place, label, range)
          .map(size -> windows.putIfAbsent(size, new Window(label, size)))
          .ifPresent(other -> in.problem(place, label, "is as long as " + other.label(), ""));
    }
    return List.copyOf(windows.values());
  }
}
