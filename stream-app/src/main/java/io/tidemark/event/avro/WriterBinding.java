package io.tidemark.event.avro;

import io.tidemark.event.Fields;
import io.tidemark.wire.StringTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;

/** Reads the records of one writer's schema: of their fields those that are used, no other. */
final class WriterBinding implements DatumReader<Fields> {
  private static final GenericData DATA = fast(new GenericData());

  private final DatumReader<GenericRecord> records;
  private final AvroLayout layout;
  private final List<String> doubtful;
  private final List<String> absent;
  private final Consumer<String> lacks;

  private WriterBinding(
      DatumReader<GenericRecord> records,
      AvroLayout layout,
      List<String> doubtful,
      List<String> absent,
      Consumer<String> lacks) {
    this.records = records;
    this.layout = layout;
    this.doubtful = doubtful;
    this.absent = absent;
    this.lacks = lacks;
  }

  /**
   * Compiles a binding.
   *
   * @param fields the wanted fields that are read
   * @param lacks told for each record the used fields that its schema lacks, where no default
   *     stands for them: they are null
   * @throws AvroTypeException when a used field cannot become what is wanted
   */
  static WriterBinding of(Schema writer, List<Schema.Field> fields, Consumer<String> lacks) {
    Schema read = StringTypes.withJavaStrings(Projection.of(writer, fields));
    Conversions conversions = new Conversions();
    Map<String, AvroLayout.Slot> slots = new HashMap<>();
    List<String> absent = new ArrayList<>();
    for (Schema.Field field : fields) {
      slots.put(field.name(), conversions.slot(read, field));
      if (!field.hasDefaultValue() && Conversions.find(writer, field).isEmpty()) {
        absent.add(field.name());
      }
    }
    return new WriterBinding(
        new GenericDatumReader<>(writer, read, DATA),
        new AvroLayout(slots),
        conversions.isPartial() ? List.copyOf(slots.keySet()) : List.of(),
        absent,
        lacks);
  }

  @Override
  public void setSchema(Schema schema) {
    throw new UnsupportedOperationException("Bound to its writer's schema");
  }

  @Override
  public Fields read(Fields reuse, Decoder in) throws IOException {
    Fields fields = layout.fields(records.read(null, in));
    // a value that cannot be converted is the record's fault, and no business of who asks for it
    for (String field : doubtful) {
      require(fields, field);
    }
    absent.forEach(lacks);
    return fields;
  }

  private static void require(Fields fields, String field) {
    try {
      fields.get(field);
    } catch (AvroTypeException e) {
      throw new AvroTypeException("field " + field + ": " + e.getMessage());
    }
  }

  private static GenericData fast(GenericData data) {
    data.setFastReaderEnabled(true);
    return data;
  }
}
