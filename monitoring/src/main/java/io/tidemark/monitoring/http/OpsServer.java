package io.tidemark.monitoring.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service's HTTP server, on the JDK's own.
 *
 * <p>Answers {@code GET /} (a list of what there is), {@code /metrics}, {@code /health/live},
 * {@code /health/ready}, and the routes that other parts add. Errors are JSON: {@code {"error":
 * "not_found", "message": ...}}. HEAD is answered wherever GET is. Bodies are read up to 1 MiB.
 *
 * <p>A fixed number of threads answers; when all are busy and the queue is full, the thread that
 * accepts connections answers itself, so that a flood slows down instead of piling up.
 */
public final class OpsServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OpsServer.class);
  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final int THREADS = 8;
  private static final int QUEUE = 128;
  private static final long DRAIN_SECONDS = 2;
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Routes routes = new Routes();
  private final Supplier<List<CheckResult>> readiness;
  private final HttpServer server;
  private final ExecutorService executor;

  /**
   * A server that is bound, but not started.
   *
   * @param address where to listen; port 0 picks a free one
   * @param metrics the scrape in Prometheus's text format
   * @param checks readiness checks: all must pass
   * @throws UncheckedIOException when the address is taken or not there
   */
  public OpsServer(InetSocketAddress address, Supplier<String> metrics, List<HealthCheck> checks) {
    this.readiness = () -> checks.stream().map(OpsServer::run).toList();
    this.server = bound(address);
    this.executor = workers();
    server.setExecutor(executor);
    server.createContext("/", this::answer);
    route("GET", "/", request -> Response.html(IndexPage.of(routes.all())));
    route("GET", "/metrics", request -> Response.text(200, METRICS_TYPE, metrics.get()));
    route("GET", "/health/live", request -> Response.json(200, Map.of("status", "live")));
    route("GET", "/health/ready", request -> ready());
  }

  private static HttpServer bound(InetSocketAddress address) {
    // read once by the JDK, before the first server; without it small answers wait 40 ms
    setDefault("sun.net.httpserver.nodelay", "true");
    // seconds a client may take to send a request
    setDefault("sun.net.httpserver.maxReqTime", "60");
    try {
      return HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot listen on %s: %s. Choose another address or port"
              .formatted(address, e.getMessage()),
          e);
    }
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static ExecutorService workers() {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        THREADS,
        THREADS,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(QUEUE),
        task -> {
          Thread thread = new Thread(task, "ops-http-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        },
        new ThreadPoolExecutor.CallerRunsPolicy());
  }

  /**
   * Adds a route; also while the server runs.
   *
   * @param method such as {@code GET}; HEAD comes with GET
   * @param path a path, with segments in braces for values: {@code /v1/features/{entity}/{key}}
   * @param handler answers
   * @throws IllegalArgumentException when the route is there already
   */
  public OpsServer route(String method, String path, RouteHandler handler) {
    routes.add(method, path, handler);
    return this;
  }

  /** Starts answering. */
  public OpsServer start() {
    server.start();
    LOG.info("Listening on {}", server.getAddress());
    return this;
  }

  /** The address, with the port that was picked. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private Response ready() {
    List<CheckResult> results = readiness.get();
    boolean ok = results.stream().allMatch(CheckResult::ok);
    return Response.json(
        ok ? 200 : 503, Map.of("status", ok ? "ready" : "not_ready", "checks", results));
  }

  private static CheckResult run(HealthCheck check) {
    try {
      return check.check();
    } catch (RuntimeException e) {
      LOG.warn("Health check {} failed unexpectedly", check, e);
      return CheckResult.failed(check.getClass().getSimpleName(), String.valueOf(e.getMessage()));
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      send(exchange, response(exchange));
    }
  }

  private Response response(HttpExchange exchange) {
    try {
      String rawPath = exchange.getRequestURI().getRawPath();
      Routes.Match match = routes.find(exchange.getRequestMethod(), rawPath);
      return match.handler().handle(request(exchange, match.pathParameters()));
    } catch (RequestException e) {
      return e.response();
    } catch (Exception e) {
      LOG.error("Failed to answer {} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
      return Response.json(
          500,
          Map.of("error", "internal", "message", "Failed unexpectedly; the log has the cause"));
    }
  }

  private static Request request(HttpExchange exchange, Map<String, String> pathParameters)
      throws IOException {
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
        body(exchange));
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      throw RequestException.tooLarge(
          "The body is longer than %d bytes. Send less at a time".formatted(MAX_BODY_BYTES));
    }
    return body;
  }

  private static void send(HttpExchange exchange, Response response) throws IOException {
    response.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("Content-Type", response.contentType());
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    int length = response.body().length;
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(length));
      exchange.sendResponseHeaders(response.status(), -1);
    } else {
      exchange.sendResponseHeaders(response.status(), length == 0 ? -1 : length);
      exchange.getResponseBody().write(response.body());
    }
  }

  /** Lets requests in flight finish for up to 2 seconds, then stops listening. */
  @Override
  public void close() {
    // the server's own stop(delay) waits the whole delay when nothing is in flight
    executor.shutdown();
    try {
      if (!executor.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("Requests were still in flight after {} s and are cut off", DRAIN_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      server.stop(0);
    }
  }
}
