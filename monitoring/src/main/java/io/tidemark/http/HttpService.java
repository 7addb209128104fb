package io.tidemark.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service's HTTP server, on the JDK's own.
 *
 * <p>Answers {@code GET /} (a list of what there is), {@code /metrics}, {@code /health/live},
 * {@code /health/ready}, and the routes that other parts add. Errors are JSON: {@code {"error":
 * "not_found", "message": ...}}. HEAD is answered wherever GET is. Where tokens are set, everything
 * but {@code /health/} asks for one.
 *
 * <p>A fixed number of threads answers; when all are busy and the queue is full, the thread that
 * accepts connections answers itself, so that a flood slows down instead of piling up.
 */
public final class HttpService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);
  private static final int QUEUE = 1_024;
  private static final String HEALTH = "/health/";
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final String NO_ROUTE = "other";

  /** What is in the queue when the drain is over is refused within this. */
  private static final long LAST_ANSWERS_MS = 500;

  /** A refusal must not wait for a body that is much longer than allowed. */
  private static final int SKIPPED_BODIES = 8;

  private final HttpSettings settings;
  private final Routes routes = new Routes();
  private final Supplier<List<CheckResult>> readiness;
  private final RequestListener listener;
  private final HttpServer server;
  private final ExecutorService executor;
  private final InFlight inFlight = new InFlight();
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile boolean refusing;

  /**
   * A server that is bound, but not started, with the default settings and without tokens.
   *
   * @param address where to listen; port 0 picks a free one
   * @param metrics the scrape in Prometheus's text format
   * @param checks readiness checks: all must pass
   * @throws UncheckedIOException when the address is taken or not there
   */
  public HttpService(
      InetSocketAddress address, Supplier<String> metrics, List<? extends HealthCheck> checks) {
    this(HttpSettings.of(address), metrics, checks, RequestListener.NONE);
  }

  /**
   * A server that is bound, but not started.
   *
   * @param metrics the scrape in Prometheus's text format
   * @param checks readiness checks: all must pass
   * @param listener is told about every answer
   * @throws UncheckedIOException when the address is taken or not there
   */
  public HttpService(
      HttpSettings settings,
      Supplier<String> metrics,
      List<? extends HealthCheck> checks,
      RequestListener listener) {
    this.settings = settings;
    this.readiness = () -> checks.stream().map(HttpService::run).toList();
    this.listener = listener;
    this.server = bound(settings.address());
    this.executor = workers(settings.threads());
    server.setExecutor(executor);
    server.createContext("/", this::answer);
    route("GET", "/", Scope.OPS, request -> Response.html(IndexPage.of(routes.all())));
    route("GET", "/metrics", Scope.OPS, r -> Response.text(200, METRICS_TYPE, metrics.get()));
    route("GET", HEALTH + "live", null, request -> Response.json(200, Map.of("status", "live")));
    route("GET", HEALTH + "ready", null, request -> ready());
  }

  private static HttpServer bound(InetSocketAddress address) {
    // read once by the JDK, before the first server; without it small answers wait 40 ms
    setDefault("sun.net.httpserver.nodelay", "true");
    // seconds a client may take to send a request
    setDefault("sun.net.httpserver.maxReqTime", "60");
    // beyond so many, connections of clients that keep them are closed after each answer
    setDefault("sun.net.httpserver.maxIdleConnections", "2000");
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

  private static ExecutorService workers(int threads) {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(QUEUE),
        task -> {
          Thread thread = new Thread(task, "http-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        },
        new ThreadPoolExecutor.CallerRunsPolicy());
  }

  /** Adds a route for operators: {@link #route(String, String, Scope, RouteHandler)}. */
  public HttpService route(String method, String path, RouteHandler handler) {
    return route(method, path, Scope.OPS, handler);
  }

  /**
   * Adds a route; also while the server runs.
   *
   * @param method such as {@code GET}; HEAD comes with GET
   * @param path a path, with segments in braces for values: {@code /v1/features/{entity}/{key}}
   * @param scope what a token must allow; {@code null} for everyone
   * @param handler answers
   * @throws IllegalArgumentException when the route is there already
   */
  public HttpService route(String method, String path, Scope scope, RouteHandler handler) {
    routes.add(method, path, scope, handler);
    return this;
  }

  /** Starts answering. */
  public HttpService start() {
    server.start();
    LOG.info("Listening on {}", server.getAddress());
    return this;
  }

  /** The address, with the port that was picked. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private Response ready() {
    List<CheckResult> results = new ArrayList<>(readiness.get());
    if (closing.get()) {
      results.add(CheckResult.failed("shutdown", "requests in flight finish, then it ends"));
    }
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
    inFlight.enter();
    try (exchange) {
      long startedNanos = System.nanoTime();
      Answer answer = answerTo(exchange);
      try {
        send(exchange, answer.response);
      } finally {
        listener.answered(answer.route, answer.response.status(), System.nanoTime() - startedNanos);
      }
    } finally {
      inFlight.leave();
    }
  }

  private record Answer(String route, Response response) {}

  private Answer answerTo(HttpExchange exchange) {
    String label = NO_ROUTE;
    try {
      refuseWhenClosing(exchange);
      String rawPath = exchange.getRequestURI().getRawPath();
      Routes.Match match = routes.find(exchange.getRequestMethod(), rawPath);
      label = match.route().label();
      return new Answer(label, response(exchange, match));
    } catch (RequestException e) {
      return new Answer(label, e.response());
    } catch (Exception e) {
      LOG.error("Failed to answer {} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
      return new Answer(label, unexpected());
    }
  }

  private Response response(HttpExchange exchange, Routes.Match match) throws Exception {
    if (match.route().scope() != null) {
      settings
          .tokens()
          .require(
              Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
              match.route().scope());
    }
    Request request = Exchanges.request(exchange, match.pathParameters(), body(exchange));
    return match.route().handler().handle(request);
  }

  private static Response unexpected() {
    return Response.json(
        500, Map.of("error", "internal", "message", "Failed unexpectedly; the log has the cause"));
  }

  private void refuseWhenClosing(HttpExchange exchange) {
    if (closing.get()) {
      exchange.getResponseHeaders().set("Connection", "close");
    }
    if (refusing && !exchange.getRequestURI().getPath().startsWith(HEALTH)) {
      throw RequestException.unavailable(
          new RequestException.Problem(
              "shutting_down", "This process is ending", null, null, "Ask another instance"),
          Duration.ofSeconds(1));
    }
  }

  private byte[] body(HttpExchange exchange) throws IOException {
    int most = settings.maxBodyBytes();
    byte[] body = exchange.getRequestBody().readNBytes(most + 1);
    if (body.length > most) {
      // the client reads no answer before it has sent its body
      Exchanges.skip(exchange.getRequestBody(), (long) most * SKIPPED_BODIES);
      throw RequestException.tooLarge(
          "The body is longer than %d bytes. Send less at a time".formatted(most));
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

  /**
   * Says that it is not ready, goes on for the delay, then refuses what is new (503, {@code
   * Connection: close}) and lets requests in flight finish within the limit. Health is answered
   * until {@link #close}. Only the first call does anything.
   */
  public void drain() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    try {
      InFlight.pause(settings.drainDelay());
      refusing = true;
      if (!inFlight.awaitNone(settings.drainLimit())) {
        LOG.warn("Requests were still in flight after {} and are cut off", settings.drainLimit());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** {@link #drain Drains}, then stops listening. */
  @Override
  public void close() {
    drain();
    // the server's own stop(delay) waits the whole delay when nothing is in flight
    executor.shutdown();
    try {
      boolean unused = executor.awaitTermination(LAST_ANSWERS_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      executor.shutdownNow();
      server.stop(0);
    }
  }
}
