package io.tidemark.definition;

import io.tidemark.definition.CheckedDefinitions.CheckedAggregate;
import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.RecordType;
import io.tidemark.expression.ExpressionError;
import io.tidemark.text.Spelling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The aggregated values of a group as a record, for the expressions of its derived features. */
final class AggregatedValues {
  /** A value whose name has a minus sign would read as a difference. */
  private static final Pattern NAMEABLE = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  private static final int MOST_SHOWN = 12;

  private final FeatureGroup group;
  private final RecordType type;

  AggregatedValues(FeatureGroup group, List<CheckedAggregate> aggregates) {
    this.group = group;
    Map<String, FieldType> fields = new LinkedHashMap<>();
    aggregates.forEach(aggregate -> add(aggregate, fields));
    this.type = new RecordType(group.versioned(), fields);
  }

  private static void add(CheckedAggregate checked, Map<String, FieldType> fields) {
    Aggregate aggregate = checked.aggregate();
    Kind input = checked.of() == null ? Kind.DYNAMIC : checked.of().type().kind();
    FieldType value = aggregate.op().resultType(input);
    aggregate.valueNames().stream()
        .filter(name -> NAMEABLE.matcher(name).matches())
        .forEach(name -> fields.put(name, value));
  }

  RecordType type() {
    return type;
  }

  /** The error with what an author of derived features needs to know about a name. */
  ExpressionError explain(ExpressionError error) {
    String name = unknownName(error.message());
    if (name == null) {
      return error;
    }
    boolean derived = group.derived().stream().anyMatch(other -> other.name().equals(name));
    return derived
        ? new ExpressionError(
            error.line(),
            error.column(),
            "derived feature '" + name + "' cannot be used in another",
            "write its expression out")
        : new ExpressionError(error.line(), error.column(), error.message(), hint(name));
  }

  private static String unknownName(String message) {
    String before = "no field '";
    return message.startsWith(before) && message.endsWith("'")
        ? message.substring(before.length(), message.length() - 1)
        : null;
  }

  private String hint(String name) {
    Optional<String> dashed = unnameable().filter(value -> isPart(name, value)).findFirst();
    if (dashed.isPresent()) {
      return "'" + dashed.get() + "' would read as a difference: call it by a name without '-'";
    }
    return Spelling.didYouMean(name, type.fields().keySet()).orElseGet(this::known);
  }

  private String known() {
    List<String> names = List.copyOf(type.fields().keySet());
    String more = names.size() > MOST_SHOWN ? ", …" : "";
    return "values of the group: "
        + String.join(", ", names.subList(0, Math.min(MOST_SHOWN, names.size())))
        + more;
  }

  private Stream<String> unnameable() {
    return group.aggregates().stream()
        .flatMap(aggregate -> aggregate.valueNames().stream())
        .filter(name -> !NAMEABLE.matcher(name).matches());
  }

  private static boolean isPart(String name, String dashed) {
    return List.of(dashed.split("-", -1)).contains(name);
  }
}
