package io.tidemark.event.avro;

import io.tidemark.event.avro.AvroLayout.Slot;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;

/**
 * What becomes of one used field in the records of a writer.
 *
 * @param name of the field as it is wanted
 * @param detail for people
 */
public record BoundField(String name, State state, String detail) {
  /** How the field is had. */
  public enum State {
    /** It is read. */
    READ,
    /** The writer has it not, and its default stands for it. */
    DEFAULT,
    /** The writer has it not, and it is null. */
    ABSENT,
    /** Its type cannot become the wanted one: no record of the writer is read. */
    REFUSED
  }

  static BoundField of(Schema writer, Schema.Field wanted) {
    try {
      Slot slot = new Conversions().slot(writer, wanted);
      return slot.position() == AvroLayout.ABSENT ? absent(wanted) : read(writer, wanted);
    } catch (AvroTypeException e) {
      return new BoundField(wanted.name(), State.REFUSED, e.getMessage());
    }
  }

  private static BoundField absent(Schema.Field wanted) {
    return wanted.hasDefaultValue()
        ? new BoundField(wanted.name(), State.DEFAULT, "is its default, " + wanted.defaultVal())
        : new BoundField(wanted.name(), State.ABSENT, "is null, since the schema lacks it");
  }

  private static BoundField read(Schema writer, Schema.Field wanted) {
    Schema.Field field = Conversions.find(writer, wanted).orElseThrow();
    return new BoundField(
        wanted.name(), State.READ, "is read as " + AvroTypes.shown(field.schema()));
  }
}
