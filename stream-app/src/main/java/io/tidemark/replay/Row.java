package io.tidemark.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One row of a file.
 *
 * @param number 1 for the first row of data
 * @param values by column name, in the file's order. Text for CSV; else null, {@link Boolean},
 *     {@link Long}, {@link Double}, {@link String}, {@link java.time.Instant}, {@link
 *     java.nio.ByteBuffer}, lists and maps of these. Must not be changed
 */
public record Row(long number, Map<String, Object> values) {
  private static final JsonMapper JSON = new JsonMapper();

  /** The value of the column, or {@code null} where it is empty or there is no such column. */
  public Object get(String column) {
    Object value = values.get(column);
    return "".equals(value) ? null : value;
  }

  /**
   * The row as one JSON object, with what JSON has no type for as text: what can be published of a
   * row that does not become a record, so that whoever reads the topic can say why.
   */
  public String json() {
    Map<String, Object> plain = new LinkedHashMap<>();
    values.forEach((column, value) -> plain.put(column, jsonValue(value)));
    try {
      return JSON.writeValueAsString(plain);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Row " + number + " is no JSON", e);
    }
  }

  private static Object jsonValue(Object value) {
    boolean plain =
        value == null
            || value instanceof String
            || value instanceof Number
            || value instanceof Boolean;
    return plain ? value : value.toString();
  }
}
