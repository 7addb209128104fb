package io.tidemark.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A page of the service and the files it is made of, out of the class path and read once. They are
 * the same for everyone and hold nothing of the deployment, so that nobody is asked for a token:
 * what the page shows it asks for with the token that somebody types. Thread-safe once all files
 * are named.
 *
 * <p>Browsers are told to run nothing but these files, to ask nobody but this server, and to put
 * the page into no other one.
 */
public final class PageFiles {
  private static final Map<String, String> TYPES =
      Map.of("html", "text/html", "css", "text/css", "js", "text/javascript", "md", "text/plain");

  private static final Map<String, String> HEADERS =
      new TreeMap<>(
          Map.of(
              "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                  + " img-src 'self' data:; base-uri 'none'; form-action 'none';"
                  + " frame-ancestors 'none'",
              "Referrer-Policy",
              "no-referrer",
              "Cross-Origin-Opener-Policy",
              "same-origin",
              "Cross-Origin-Resource-Policy",
              "same-origin",
              "X-Frame-Options",
              "DENY"));

  private final Class<?> owner;
  private final Response page;
  private final Map<String, Response> files = new LinkedHashMap<>();

  /**
   * Reads the page.
   *
   * @param owner a class that sees the files
   * @param file the page on the class path, such as {@code /console/index.html}
   * @throws IllegalArgumentException when it is not there
   */
  public PageFiles(Class<?> owner, String file) {
    this.owner = owner;
    this.page = read(owner, file);
  }

  /**
   * Reads a file that the page asks for.
   *
   * @param name its name below the path of the page
   * @param file where it is on the class path
   * @throws IllegalArgumentException when it is not there, or of a kind that no page needs
   */
  public PageFiles with(String name, String file) {
    files.put(name, read(owner, file));
    return this;
  }

  private static Response read(Class<?> owner, String file) {
    try (InputStream in = owner.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "No file %s on the class path: a page needs it".formatted(file));
      }
      return new Response(200, type(file), HEADERS, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String type(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String type = TYPES.get(ending);
    if (type == null) {
      throw new IllegalArgumentException(
          "Invalid file '%s' of a page: must end with one of %s".formatted(name, TYPES.keySet()));
    }
    return type + "; charset=utf-8";
  }

  /**
   * Adds the routes: the page at a path, its files below it.
   *
   * @param path such as {@code /console}; the page names its files relative to where that is
   */
  public void mount(HttpService http, String path) {
    http.route("GET", path, null, request -> page);
    http.route("GET", path + "/{file}", null, request -> file(request.pathParameter("file")));
  }

  private Response file(String name) {
    Response file = files.get(name);
    if (file == null) {
      throw RequestException.notFound("No file '%s' of the page".formatted(name));
    }
    return file;
  }
}
