package io.tidemark.validation;

import io.tidemark.definition.EventTimeUnit;
import io.tidemark.definition.Rule;
import io.tidemark.definition.Source;
import io.tidemark.definition.SourceRecords;
import io.tidemark.event.FieldType;
import io.tidemark.event.Fields;
import io.tidemark.expression.EvaluationException;
import io.tidemark.expression.Expression;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A source of orders with one rule of each kind. */
final class ValidationFixtures {
  static final long NOW = 1_700_000_000_000L;
  static final long SKEW_MS = 300_000;

  private ValidationFixtures() {}

  static Source source() {
    return new Source(
        "orders",
        "orders",
        SourceRecords.ALL,
        "time",
        EventTimeUnit.EPOCH_MILLIS,
        "id",
        Duration.ofHours(1),
        Duration.ofMillis(SKEW_MS),
        List.of(),
        List.of("customer"),
        List.of());
  }

  static EventChecks checks() {
    return new EventChecks(
        source(),
        List.of(List.of("customer"), List.of("shop", "till")),
        List.of(
            rule("even", "quantity % 2 == 0", Rule.OnFail.FLAG, f -> quantity(f) % 2 == 0),
            rule("some", "quantity > 0", Rule.OnFail.QUARANTINE, f -> quantity(f) > 0)),
        fields -> (Long) fields.get("time"));
  }

  static EventValidator validator() {
    return new EventValidator(checks(), new InMemorySeenIds(Duration.ofHours(1), 1000));
  }

  /** A valid order, changed by pairs of field and value. */
  static Fields order(Object... changes) {
    Map<String, Object> values = new HashMap<>();
    values.put("id", "o1");
    values.put("customer", "c1");
    values.put("time", NOW);
    values.put("quantity", 2L);
    for (int i = 0; i < changes.length; i += 2) {
      values.put((String) changes[i], changes[i + 1]);
    }
    return values::get;
  }

  static CompiledRule rule(
      String name, String text, Rule.OnFail onFail, Function<Fields, Object> function) {
    return new CompiledRule(name, expression(text, function), onFail);
  }

  private static long quantity(Fields fields) {
    if (fields.get("quantity") instanceof Long quantity) {
      return quantity;
    }
    throw new EvaluationException("quantity is null", null);
  }

  static Expression expression(String text, Function<Fields, Object> function) {
    return new Expression() {
      @Override
      public Object evaluate(Fields fields) {
        return function.apply(fields);
      }

      @Override
      public FieldType type() {
        return FieldType.of(FieldType.Kind.BOOL);
      }

      @Override
      public Set<String> fields() {
        return Set.of();
      }

      @Override
      public String text() {
        return text;
      }
    };
  }
}
