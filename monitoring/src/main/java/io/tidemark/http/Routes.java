package io.tidemark.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** Which handler answers which method and path. Thread-safe. */
final class Routes {

  /** Scope {@code null}: open to everyone. */
  record Route(String method, RoutePattern pattern, Scope scope, RouteHandler handler) {

    String label() {
      return method + " " + pattern.text();
    }
  }

  record Match(Route route, Map<String, String> pathParameters) {}

  private final List<Route> routes = new CopyOnWriteArrayList<>();
  private volatile List<Route> literalsFirst = List.of();

  synchronized void add(String method, String path, Scope scope, RouteHandler handler) {
    Route route = new Route(method, RoutePattern.of(path), scope, handler);
    boolean taken =
        routes.stream()
            .anyMatch(r -> r.method().equals(method) && r.pattern().equals(route.pattern()));
    if (taken) {
      throw new IllegalArgumentException(
          "Route %s %s is there already: each may be registered once".formatted(method, path));
    }
    routes.add(route);
    List<Route> sorted = new ArrayList<>(routes);
    sorted.sort(Comparator.comparing(r -> !r.pattern().isLiteral()));
    literalsFirst = List.copyOf(sorted);
  }

  /** The handler for a request; HEAD is answered by GET, without the body. */
  Match find(String method, String rawPath) {
    String wanted = method.equals("HEAD") ? "GET" : method;
    TreeSet<String> allowed = new TreeSet<>();
    List<String> segments = RoutePattern.split(rawPath);
    for (Route route : literalsFirst) {
      Optional<Map<String, String>> values = route.pattern().match(segments);
      if (values.isPresent() && route.method().equals(wanted)) {
        return new Match(route, values.get());
      }
      values.ifPresent(v -> allowed.add(route.method()));
    }
    throw refusal(method, rawPath, allowed);
  }

  private static RequestException refusal(String method, String path, SortedSet<String> allowed) {
    if (allowed.isEmpty()) {
      return RequestException.notFound(
          "Nothing at '%s'. GET / lists what there is".formatted(path));
    }
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    String allow = String.join(", ", allowed);
    return RequestException.methodNotAllowed(
        "Method %s is not allowed on '%s': must be one of %s".formatted(method, path, allow),
        allow);
  }

  /** Methods and paths, in the order they were added. */
  List<Route> all() {
    return List.copyOf(routes);
  }
}
