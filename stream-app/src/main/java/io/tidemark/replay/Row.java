package io.tidemark.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;

/**
 * One row of a file.
 *
 * @param number 1 for the first row of data
 * @param values by column name, in the file's order. Text for CSV, null where the cell is empty or
 *     a null marker; else null, {@link Boolean}, {@link Long}, {@link Double}, {@link
 *     java.math.BigDecimal}, {@link String}, a date or time of {@code java.time}, {@link
 *     java.nio.ByteBuffer}, lists and maps of these. Must not be changed
 * @param source the record of an Avro file the row is; {@code null} of any other file
 */
public record Row(long number, Map<String, Object> values, GenericRecord source) {
  private static final JsonMapper JSON = new JsonMapper();

  /** A row of a file that is not Avro. */
  public Row(long number, Map<String, Object> values) {
    this(number, values, null);
  }

  /**
   * The value of the column, or {@code null} where it is empty or there is no such column. {@code
   * a.b} is the column of that name, else the member {@code b} of the object in column {@code a}.
   */
  public Object get(String column) {
    Object value = values.get(column);
    return value == null && column.indexOf('.') > 0 ? member(values, column) : value;
  }

  private static Object member(Map<?, ?> members, String path) {
    if (members.containsKey(path)) {
      return members.get(path);
    }
    for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
      if (members.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
        return member(inner, path.substring(dot + 1));
      }
    }
    return null;
  }

  /** Whether the row says something of the column, if only that it is null. */
  boolean has(String column) {
    return values.containsKey(column) || get(column) != null;
  }

  /**
   * The row as one JSON object, with what JSON has no type for as text: what can be published of a
   * row that does not become a record, so that whoever reads the topic can say why.
   */
  public String json() {
    try {
      return JSON.writeValueAsString(PlainValues.jsonValue(values));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Row " + number + " is no JSON", e);
    }
  }
}
