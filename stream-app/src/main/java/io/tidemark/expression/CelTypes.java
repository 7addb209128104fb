package io.tidemark.expression;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.RecordType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields of one record as CEL types. Nullable scalars become CEL's wrapper types, which accept
 * null and stand in for the scalar everywhere else; CEL's timestamps and records accept null as
 * they are, lists and maps by an overload of {@link WideningOverloads}.
 */
final class CelTypes implements CelTypeProvider {
  private static final String RECORD_PREFIX = "record ";

  private final ImmutableMap<String, CelType> variables;
  private final ImmutableMap<String, StructType> records;

  CelTypes(RecordType schema) {
    Map<String, StructType> found = new LinkedHashMap<>();
    Map<String, CelType> types = new LinkedHashMap<>();
    schema.fields().forEach((name, type) -> types.put(name, celType(type, name, found)));
    variables = ImmutableMap.copyOf(types);
    records = ImmutableMap.copyOf(found);
  }

  Map<String, CelType> variables() {
    return variables;
  }

  /** The field names of all nested records. */
  Set<String> memberNames() {
    Set<String> names = new TreeSet<>();
    records.values().forEach(record -> names.addAll(record.fieldNames()));
    return names;
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return ImmutableList.copyOf(records.values());
  }

  @Override
  public Optional<CelType> findType(String name) {
    return Optional.ofNullable(records.get(name));
  }

  private static CelType celType(FieldType type, String path, Map<String, StructType> records) {
    return switch (type.kind()) {
      case BOOL -> scalar(SimpleType.BOOL, type);
      case INT -> scalar(SimpleType.INT, type);
      case DOUBLE -> scalar(SimpleType.DOUBLE, type);
      case STRING -> scalar(SimpleType.STRING, type);
      case BYTES -> scalar(SimpleType.BYTES, type);
      case TIMESTAMP -> SimpleType.TIMESTAMP;
      case LIST -> ListType.create(element(type, path, records));
      case MAP -> MapType.create(SimpleType.STRING, element(type, path, records));
      case RECORD -> record(type, path, records);
      case DYNAMIC -> SimpleType.DYN;
    };
  }

  private static CelType element(FieldType type, String path, Map<String, StructType> records) {
    FieldType element = type.element();
    return element == null ? SimpleType.DYN : celType(element, path + "[]", records);
  }

  private static CelType scalar(CelType type, FieldType field) {
    return field.nullable() ? NullableType.create(type) : type;
  }

  private static CelType record(FieldType type, String path, Map<String, StructType> records) {
    ImmutableMap.Builder<String, CelType> collected = ImmutableMap.builder();
    type.fields()
        .forEach(
            (name, member) -> collected.put(name, celType(member, path + "." + name, records)));
    ImmutableMap<String, CelType> members = collected.buildOrThrow();
    StructType struct =
        StructType.create(
            RECORD_PREFIX + path,
            members.keySet(),
            member -> Optional.ofNullable(members.get(member)));
    records.put(struct.name(), struct);
    return struct;
  }

  /** The field type an expression of this CEL type has, or empty where there is none. */
  static Optional<FieldType> fieldType(CelType type, boolean nullable) {
    CelType bare = type instanceof NullableType wrapper ? wrapper.targetType() : type;
    boolean withNull = nullable || type instanceof NullableType;
    return kind(bare.kind())
        .map(kind -> new FieldType(kind, withNull, elementType(bare).orElse(null), Map.of()));
  }

  private static Optional<FieldType> elementType(CelType type) {
    if (type instanceof ListType list && list.hasElemType()) {
      return fieldType(list.elemType(), false);
    }
    return type instanceof MapType map ? fieldType(map.valueType(), false) : Optional.empty();
  }

  private static Optional<Kind> kind(CelKind kind) {
    return Optional.ofNullable(
        switch (kind) {
          case BOOL -> Kind.BOOL;
          case INT -> Kind.INT;
          case DOUBLE -> Kind.DOUBLE;
          case STRING -> Kind.STRING;
          case BYTES -> Kind.BYTES;
          case TIMESTAMP -> Kind.TIMESTAMP;
          case LIST -> Kind.LIST;
          case MAP -> Kind.MAP;
          case STRUCT -> Kind.RECORD;
          case DYN, ANY -> Kind.DYNAMIC;
          default -> null;
        });
  }
}
