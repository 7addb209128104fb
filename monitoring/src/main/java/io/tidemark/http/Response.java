package io.tidemark.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer of a route.
 *
 * @param status HTTP status
 * @param contentType media type of the body
 * @param headers further headers
 * @param body the body; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Response(int status, String contentType, Map<String, String> headers, byte[] body) {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String UTF_8 = "; charset=utf-8";

  /**
   * A value as JSON.
   *
   * @param value a map, list, record with accessors Jackson knows, or a Jackson node
   */
  public static Response json(int status, Object value) {
    try {
      byte[] body = MAPPER.writeValueAsBytes(value);
      return new Response(status, "application/json", Map.of(), body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Cannot write " + value.getClass() + " as JSON", e);
    }
  }

  /** JSON that is written already. */
  public static Response json(int status, byte[] body) {
    return new Response(status, "application/json", Map.of(), body);
  }

  /** A text, with its media type. */
  public static Response text(int status, String contentType, String text) {
    String type = contentType.contains("charset") ? contentType : contentType + UTF_8;
    return new Response(status, type, Map.of(), text.getBytes(StandardCharsets.UTF_8));
  }

  /** An HTML page. */
  public static Response html(String page) {
    return text(200, "text/html", page);
  }

  /** The response with one more header. */
  public Response withHeader(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new Response(status, contentType, more, body);
  }
}
