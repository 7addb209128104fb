package io.tidemark.records;

import io.tidemark.definition.CheckedDefinitions.CheckedLog;
import io.tidemark.definition.EventTimeException;
import io.tidemark.definition.SourceRecords.Tombstones;
import io.tidemark.event.Fields;
import io.tidemark.expression.EvaluationException;
import io.tidemark.expression.Expression;
import io.tidemark.validation.Reading;
import io.tidemark.validation.Reason;
import io.tidemark.validation.Verdict;
import io.tidemark.wire.AvroReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Reads records of a producer's own schema as logs of ours. Thread-safe, but for the readers it
 * makes.
 *
 * @param <L> the log
 * @param checked what each field is made of
 * @param reader makes a reader, which is not thread-safe, for each task
 * @param empty makes a log without content
 * @param writer puts a log into the wire format, as if its producer had written it
 */
public record MappedLog<L extends SpecificRecordBase>(
    CheckedLog checked,
    Supplier<AvroReader<Fields>> reader,
    Supplier<L> empty,
    Function<L, byte[]> writer) {

  /** What a record without a value means. */
  public Tombstones tombstones() {
    return checked.mapping().source().records().tombstones();
  }

  /**
   * A record as a log; a field for which there is no value is null, also one that must not be.
   * Refused where an expression fails or a value does not fit its field.
   */
  public Reading<L> read(Fields fields) {
    L log = empty.get();
    for (Schema.Field field : log.getSchema().getFields()) {
      try {
        log.put(field.pos(), value(field, fields));
      } catch (EvaluationException | ArithmeticException e) {
        return refused(Reason.RULE_ERROR, field.name(), e.getMessage());
      } catch (EventTimeException e) {
        return refused(reason(e), field.name(), e.getMessage());
      }
    }
    return new Reading.Accepted<>(log);
  }

  private static Reason reason(EventTimeException e) {
    return e.reason() == EventTimeException.Reason.MISSING
        ? Reason.MISSING_FIELD
        : Reason.BAD_EVENT_TIME;
  }

  private Reading<L> refused(Reason reason, String field, String why) {
    String detail = "Field " + field + " cannot be told from the record: " + why;
    return new Reading.Refused<>(new Verdict.Quarantined(reason, field, detail));
  }

  private Object value(Schema.Field field, Fields fields) throws EventTimeException {
    if (field.name().equals(checked.mapping().kind().time())) {
      return Instant.ofEpochMilli(checked.time().read(fields));
    }
    Map<String, Expression> entries = checked.maps().get(field.name());
    if (entries != null) {
      return entries(field.schema(), map(entries, fields));
    }
    Expression expression = checked.values().get(field.name());
    Object value = expression == null ? null : expression.evaluate(fields);
    return value == null ? ifNone(field) : fitted(field, value);
  }

  private static Object ifNone(Schema.Field field) {
    return switch (field.schema().getType()) {
      case MAP -> Map.of();
      case BOOLEAN -> false;
      default -> null;
    };
  }

  private static Map<String, Object> map(Map<String, Expression> entries, Fields fields) {
    Map<String, Object> map = new HashMap<>();
    entries.forEach((name, expression) -> map.put(name, expression.evaluate(fields)));
    return map;
  }

  private static Object fitted(Schema.Field field, Object value) {
    return switch (type(field.schema())) {
      case STRING -> value.toString();
      case DOUBLE -> ((Number) value).doubleValue();
      case INT -> Math.toIntExact((Long) value);
      case MAP -> entries(field.schema(), (Map<?, ?>) value);
      default -> value;
    };
  }

  private static Schema.Type type(Schema schema) {
    return schema.isUnion() ? schema.getTypes().get(1).getType() : schema.getType();
  }

  private static Map<String, Object> entries(Schema map, Map<?, ?> values) {
    boolean texts = map.getValueType().getType() == Schema.Type.STRING;
    Map<String, Object> entries = new HashMap<>();
    values.forEach(
        (name, value) -> {
          if (value != null || !texts) {
            entries.put(
                name.toString(), texts ? plain(name, value).toString() : inBin(plain(name, value)));
          }
        });
    return entries;
  }

  /** What a union held is known only now. */
  private static Object plain(Object name, Object value) {
    boolean plain =
        value == null
            || value instanceof Number
            || value instanceof Boolean
            || value instanceof String
            || value instanceof Instant;
    if (!plain) {
      String what = "entry '" + name + "' is no text, number, boolean or time; convert or leave it";
      throw new EvaluationException(what, null);
    }
    return value;
  }

  /** Times as numbers. */
  private static Object inBin(Object value) {
    return value instanceof Instant instant ? (Object) instant.toEpochMilli() : value;
  }
}
