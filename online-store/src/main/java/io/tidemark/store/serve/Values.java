package io.tidemark.store.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.FeatureStoreException.Reason;
import io.tidemark.store.ValueType;
import java.io.IOException;
import java.util.List;

/** Writes values as JSON: numbers as numbers, an absent value as null. */
final class Values {
  private Values() {}

  static void write(JsonGenerator out, ValueType type, Object value) throws IOException {
    if (value instanceof Double number) {
      out.writeNumber(number);
    } else if (value instanceof Long number) {
      out.writeNumber(number);
    } else if (value instanceof String text) {
      writeText(out, type, text);
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object element : list) {
        write(out, ValueType.STRING, element);
      }
      out.writeEndArray();
    } else {
      out.writeNull();
    }
  }

  /** A store that does not know its types hands out the text of a value. */
  private static void writeText(JsonGenerator out, ValueType type, String text) throws IOException {
    try {
      switch (type) {
        case LONG -> out.writeNumber(Long.parseLong(text));
        case DOUBLE -> out.writeNumber(Double.parseDouble(text));
        case BOOLEAN -> out.writeBoolean(Boolean.parseBoolean(text));
        default -> out.writeString(text);
      }
    } catch (NumberFormatException e) {
      throw new FeatureStoreException(
          Reason.CORRUPT,
          false,
          "Invalid value '"
              + text
              + "' in the store: the definitions say "
              + type
              + ". Let the service write the row again",
          e);
    }
  }
}
