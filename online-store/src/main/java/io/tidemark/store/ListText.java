package io.tidemark.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Lists as JSON arrays. */
final class ListText {
  private static final JsonFactory JSON = new JsonFactory();

  private ListText() {}

  static String of(List<?> list) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Object element) throws IOException {
    if (element instanceof List) {
      throw new IllegalArgumentException(
          "Invalid element " + element + ": a list holds no lists. Make it one list.");
    }
    String text = ValueText.of(element);
    if (element instanceof String) {
      json.writeString(text);
    } else {
      // Not as a double, which Jackson may write with an exponent.
      json.writeRawValue(text);
    }
  }

  static List<Object> parse(String text, ValueType type) {
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        throw invalid(text, type, null);
      }
      List<Object> list = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        list.add(element(json, text, type));
      }
      if (json.nextToken() != null) {
        throw invalid(text, type, null);
      }
      return Collections.unmodifiableList(list);
    } catch (IOException e) {
      throw invalid(text, type, e);
    }
  }

  private static Object element(JsonParser json, String text, ValueType type) throws IOException {
    JsonToken token = json.currentToken();
    boolean number = token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    if (type == ValueType.LONG_LIST && token == JsonToken.VALUE_NUMBER_INT) {
      return json.getLongValue();
    }
    if (type == ValueType.DOUBLE_LIST && number) {
      // The text, as "-0" is a whole number to Jackson and would lose its sign.
      return Double.valueOf(json.getText());
    }
    if (type == ValueType.BOOLEAN_LIST && token != null && token.isBoolean()) {
      return json.getBooleanValue();
    }
    if (type == ValueType.STRING_LIST && token == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    throw invalid(text, type, null);
  }

  private static IllegalArgumentException invalid(String text, ValueType type, Throwable cause) {
    return new IllegalArgumentException(
        "Invalid text '"
            + text
            + "': it is no JSON array of type "
            + type
            + ". The feature's type may have changed; the next write of the row mends it.",
        cause);
  }
}
