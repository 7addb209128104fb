package io.tidemark.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What the JDK's server received, in the terms of a {@link Request}. */
final class Exchanges {
  private static final int CHUNK = 1 << 16;

  private Exchanges() {}

  static Request request(HttpExchange exchange, Map<String, String> pathParameters, byte[] body) {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    return new Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        pathParameters,
        QueryString.parse(exchange.getRequestURI().getRawQuery()),
        headers,
        body);
  }

  /** Reads and forgets, up to so many bytes. */
  static void skip(InputStream in, long most) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long left = most;
    int read = 0;
    while (left > 0 && read >= 0) {
      read = in.read(chunk);
      left -= read;
    }
  }
}
