package io.tidemark.event.avro;

import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.RecordType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Avro schemas as the types of the expression language; the package says which becomes which. */
public final class AvroTypes {
  private final Set<String> open = new HashSet<>();

  private AvroTypes() {}

  /**
   * The fields of a record schema in declaration order.
   *
   * @throws IllegalArgumentException when the schema is not a record
   */
  public static RecordType recordType(Schema schema) {
    requireRecord(schema);
    return new RecordType(schema.getFullName(), new AvroTypes().members(schema));
  }

  static void requireRecord(Schema schema) {
    if (schema.getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException(
          "Schema " + schema.getFullName() + " is a " + schema.getType() + ", must be a record");
    }
  }

  private Map<String, FieldType> members(Schema record) {
    open.add(record.getFullName());
    Map<String, FieldType> members = new LinkedHashMap<>();
    record.getFields().forEach(field -> members.put(field.name(), type(field.schema())));
    open.remove(record.getFullName());
    return members;
  }

  private FieldType type(Schema schema) {
    return switch (schema.getType()) {
      case UNION -> union(schema);
      case ARRAY -> new FieldType(Kind.LIST, false, type(schema.getElementType()), Map.of());
      case MAP -> new FieldType(Kind.MAP, false, type(schema.getValueType()), Map.of());
      case RECORD -> record(schema);
      case NULL -> FieldType.of(Kind.DYNAMIC).orNull();
      default -> FieldType.of(scalarKind(schema));
    };
  }

  private FieldType record(Schema schema) {
    return open.contains(schema.getFullName())
        ? FieldType.of(Kind.DYNAMIC)
        : new FieldType(Kind.RECORD, false, null, members(schema));
  }

  private FieldType union(Schema schema) {
    List<Schema> branches = nonNull(schema);
    FieldType type = branches.size() == 1 ? type(branches.get(0)) : FieldType.of(Kind.DYNAMIC);
    return schema.isNullable() ? type.orNull() : type;
  }

  /** The branches of a union that are not null. */
  static List<Schema> nonNull(Schema union) {
    return union.getTypes().stream().filter(s -> s.getType() != Schema.Type.NULL).toList();
  }

  /** The kind of a schema that is neither a union nor made of others. */
  static Kind scalarKind(Schema schema) {
    if (isInstant(schema)) {
      return Kind.TIMESTAMP;
    }
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal || isBigDecimal(schema)) {
      return Kind.DOUBLE;
    }
    return switch (schema.getType()) {
      case BOOLEAN -> Kind.BOOL;
      case INT, LONG -> Kind.INT;
      case FLOAT, DOUBLE -> Kind.DOUBLE;
      case STRING, ENUM -> Kind.STRING;
      default -> isUuid(schema) ? Kind.STRING : Kind.BYTES;
    };
  }

  /** The name of the logical type, or none. */
  static String logicalName(Schema schema) {
    return schema.getLogicalType() == null ? "" : schema.getLogicalType().getName();
  }

  /** A type for people, with its logical type. */
  static String shown(Schema schema) {
    String type = schema.getType().getName();
    return schema.getLogicalType() == null ? type : type + " (" + logicalName(schema) + ")";
  }

  /** A decimal whose values carry their scale. */
  static boolean isBigDecimal(Schema schema) {
    return schema.getLogicalType() instanceof LogicalTypes.BigDecimal;
  }

  static boolean isUuid(Schema schema) {
    return schema.getLogicalType() instanceof LogicalTypes.Uuid;
  }

  /** Whether values of the schema are points in time. */
  static boolean isInstant(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    return logical != null
        && (logical.getName().contains("timestamp-") || logical instanceof LogicalTypes.Date);
  }
}
