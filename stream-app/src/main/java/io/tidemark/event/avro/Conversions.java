package io.tidemark.event.avro;

import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.avro.AvroLayout.Slot;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;

/**
 * Compiles how values of a writer's schema become what is wanted. What a value means is decided by
 * the writer's logical type, such as the scale of a decimal or the unit of a time; the wanted
 * schema says of which kind it has to be. Where Avro promotes a type it is promoted; an enum is a
 * text, so that symbols come and go. Null is taken wherever the writer has it. Not thread-safe.
 */
final class Conversions {
  private static final Map<String, Long> PER_DAY =
      Map.of("time-millis", 86_400_000L, "time-micros", 86_400_000_000L);

  /** Beyond it a double is no longer every whole number. */
  private static final double LARGEST_EXACT = 1L << 53;

  private static final Set<Schema.Type> COMPOSITE =
      EnumSet.of(Schema.Type.ARRAY, Schema.Type.MAP, Schema.Type.RECORD);

  private final Map<String, AvroLayout> known = new HashMap<>();
  private boolean partial;

  /** Whether one of the conversions made so far can refuse a value. */
  boolean isPartial() {
    return partial;
  }

  /**
   * The layout of a writer's records as what is wanted.
   *
   * @throws AvroTypeException when a field's type cannot become the wanted one
   */
  AvroLayout layout(Schema writer, Schema wanted) {
    String pair = writer.getFullName() + " " + wanted.getFullName();
    AvroLayout compiled = known.get(pair);
    if (compiled != null) {
      return compiled;
    }
    Map<String, Slot> slots = new HashMap<>();
    AvroLayout layout = new AvroLayout(slots);
    known.put(pair, layout);
    for (Schema.Field field : wanted.getFields()) {
      slots.put(field.name(), slot(writer, field));
    }
    return layout;
  }

  /** Where a wanted field is in records of the writer. */
  Slot slot(Schema writer, Schema.Field wanted) {
    Optional<Schema.Field> found = find(writer, wanted);
    if (found.isEmpty()) {
      return new Slot(AvroLayout.ABSENT, null, fallback(wanted));
    }
    Schema.Field field = found.get();
    try {
      return new Slot(field.pos(), of(field.schema(), wanted.schema()), null);
    } catch (AvroTypeException e) {
      throw new AvroTypeException("field " + wanted.name() + ": " + e.getMessage());
    }
  }

  /** A field by its name, or by one that it had or has got: aliases of either side count. */
  static Optional<Schema.Field> find(Schema writer, Schema.Field wanted) {
    Schema.Field same = writer.getField(wanted.name());
    return same != null
        ? Optional.of(same)
        : writer.getFields().stream()
            .filter(
                field ->
                    wanted.aliases().contains(field.name())
                        || field.aliases().contains(wanted.name()))
            .findFirst();
  }

  private Object fallback(Schema.Field wanted) {
    if (!wanted.hasDefaultValue()) {
      return null;
    }
    Object value = GenericData.get().getDefaultValue(wanted);
    return value == null ? null : of(wanted.schema(), wanted.schema()).convert(value);
  }

  /**
   * The conversion of a writer's type to a wanted one.
   *
   * @throws AvroTypeException when there is none
   */
  AvroValue of(Schema writer, Schema wanted) {
    if (wanted.isUnion() && AvroTypes.nonNull(wanted).size() == 1) {
      return of(writer, AvroTypes.nonNull(wanted).get(0));
    }
    if (writer.isUnion()) {
      return union(writer, wanted);
    }
    if (writer.getType() == Schema.Type.NULL) {
      return value -> value;
    }
    return switch (wanted.getType()) {
      case UNION, NULL -> of(writer, writer);
      case ARRAY ->
          AvroValue.list(of(same(writer, wanted).getElementType(), wanted.getElementType()));
      case MAP -> AvroValue.map(of(same(writer, wanted).getValueType(), wanted.getValueType()));
      case RECORD -> record(same(writer, wanted), wanted);
      default -> scalar(writer, wanted);
    };
  }

  private static Schema same(Schema writer, Schema wanted) {
    if (writer.getType() != wanted.getType()) {
      throw unfit(writer, wanted);
    }
    return writer;
  }

  private AvroValue record(Schema writer, Schema wanted) {
    AvroLayout layout = layout(writer, wanted);
    return value -> layout.fields((IndexedRecord) value);
  }

  private AvroValue scalar(Schema writer, Schema wanted) {
    if (COMPOSITE.contains(writer.getType())) {
      throw unfit(writer, wanted);
    }
    AvroValue own = AvroValue.scalar(writer);
    Kind have = AvroTypes.scalarKind(writer);
    Kind want = AvroTypes.scalarKind(wanted);
    partial |= AvroTypes.isBigDecimal(writer);
    if (have == want) {
      return inUnit(own, writer, wanted);
    }
    if (have == Kind.DOUBLE && want == Kind.INT) {
      partial = true;
      return value -> whole(own.convert(value), writer, wanted);
    }
    UnaryOperator<Object> promotion =
        promotion(have, want).orElseThrow(() -> unfit(writer, wanted));
    return value -> promotion.apply(own.convert(value));
  }

  /** Of a field that was made wider since definitions were checked. */
  private static Object whole(Object value, Schema writer, Schema wanted) {
    double number = (Double) value;
    if (number != Math.rint(number) || Math.abs(number) > LARGEST_EXACT) {
      throw unfit(writer, wanted);
    }
    return (long) number;
  }

  private static Optional<UnaryOperator<Object>> promotion(Kind have, Kind want) {
    if (have == Kind.INT && want == Kind.DOUBLE) {
      return Optional.of(value -> ((Long) value).doubleValue());
    }
    if (have == Kind.STRING && want == Kind.BYTES) {
      return Optional.of(value -> ((String) value).getBytes(StandardCharsets.UTF_8));
    }
    return have == Kind.BYTES && want == Kind.STRING
        ? Optional.of(value -> new String((byte[]) value, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  /** A time of day in the wanted unit, where both sides name theirs. */
  private static AvroValue inUnit(AvroValue own, Schema writer, Schema wanted) {
    Long from = PER_DAY.get(AvroTypes.logicalName(writer));
    Long to = PER_DAY.get(AvroTypes.logicalName(wanted));
    if (from == null || to == null || from.equals(to)) {
      return own;
    }
    return from < to
        ? value -> (Long) own.convert(value) * (to / from)
        : value -> Math.floorDiv((Long) own.convert(value), from / to);
  }

  private AvroValue union(Schema writer, Schema wanted) {
    List<Schema> branches = AvroTypes.nonNull(writer);
    if (branches.size() == 1) {
      return of(branches.get(0), wanted);
    }
    List<AvroValue> conversions = new ArrayList<>();
    writer.getTypes().forEach(branch -> conversions.add(ofBranch(branch, wanted)));
    return value ->
        value instanceof Instant
            ? value
            : conversions.get(GenericData.get().resolveUnion(writer, value)).convert(value);
  }

  /** One that no record may choose is no reason to refuse records that chose another. */
  private AvroValue ofBranch(Schema branch, Schema wanted) {
    try {
      return of(branch, wanted);
    } catch (AvroTypeException e) {
      partial = true;
      return value -> {
        throw e;
      };
    }
  }

  private static AvroTypeException unfit(Schema writer, Schema wanted) {
    return new AvroTypeException(
        "it is written as " + AvroTypes.shown(writer) + ", wanted is " + AvroTypes.shown(wanted));
  }
}
