package io.tidemark.http;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * What a request line asks for.
 *
 * @param rawPath the path as sent, still encoded; begins with a slash
 * @param path the path, decoded
 * @param rawQuery what follows the question mark; {@code null} without one
 */
record RequestTarget(String rawPath, String path, String rawQuery) {
  private static final String NO_HOST = "http://localhost";

  /**
   * Reads a path with a query, a whole URI as proxies send it, or the asterisk of OPTIONS and of no
   * other method, which stands for the root.
   *
   * @throws RequestException 400 for anything else
   */
  static RequestTarget parse(String method, String text) {
    if (text.equals("*") && method.equals("OPTIONS")) {
      return new RequestTarget("/", "/", null);
    }
    try {
      URI uri = new URI(text.startsWith("/") ? NO_HOST + text : text);
      if (uri.getHost() == null || uri.getRawFragment() != null || !isHttp(uri.getScheme())) {
        throw refusal();
      }
      return uri.getRawPath().isEmpty()
          ? new RequestTarget("/", "/", uri.getRawQuery())
          : new RequestTarget(
              uri.getRawPath(), PercentText.ofPath(uri.getRawPath()), uri.getRawQuery());
    } catch (URISyntaxException e) {
      throw refusal();
    }
  }

  private static boolean isHttp(String scheme) {
    return scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
  }

  private static RequestException refusal() {
    return Refusals.malformed(
        "The address of the request is no URI",
        "a path as in RFC 3986, with other characters as %XX");
  }
}
