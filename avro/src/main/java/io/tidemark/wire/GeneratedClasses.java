package io.tidemark.wire;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * The model of one generated class that builds it and the generated classes of its fields, and no
 * others.
 *
 * <p>Avro refuses to load classes by the names that schemas mention unless their packages are
 * trusted process-wide. Here the classes are known beforehand, so nothing needs to be trusted.
 */
final class GeneratedClasses extends SpecificData {

  private final Map<String, Class<?>> classes = new HashMap<>();
  private final Schema schema;

  GeneratedClasses(Class<? extends SpecificRecordBase> type) {
    super(type.getClassLoader());
    SpecificData model = SpecificData.getForClass(type);
    model.getConversions().forEach(this::addLogicalTypeConversion);
    this.schema = model.getSchema(type);
    collect(schema);
  }

  /** The schema of the class, as generated. */
  Schema schema() {
    return schema;
  }

  @Override
  public Class<?> getClass(Schema wanted) {
    return switch (wanted.getType()) {
      case RECORD, ENUM, FIXED -> classes.get(wanted.getFullName());
      default -> super.getClass(wanted);
    };
  }

  private void collect(Schema part) {
    switch (part.getType()) {
      case RECORD -> {
        if (classes.putIfAbsent(part.getFullName(), load(part)) == null) {
          part.getFields().forEach(field -> collect(field.schema()));
        }
      }
      case ENUM, FIXED -> classes.put(part.getFullName(), load(part));
      case ARRAY -> collect(part.getElementType());
      case MAP -> collect(part.getValueType());
      case UNION -> part.getTypes().forEach(this::collect);
      default -> {}
    }
  }

  private Class<?> load(Schema named) {
    try {
      return Class.forName(SpecificData.getClassName(named), true, getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AvroRuntimeException(
          "There is no generated class for " + named.getFullName() + ".", e);
    }
  }
}
