package io.tidemark.http;

import io.tidemark.http.Desk.Phase;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service's HTTP server.
 *
 * <p>Answers {@code GET /} (a list of what there is), {@code /metrics}, {@code /health/live},
 * {@code /health/ready}, and the routes that other parts add. Errors are JSON: {@code {"error":
 * "not_found", "message": ...}}, those of what is no HTTP too. HEAD is answered wherever GET is.
 * Where tokens are set, everything but {@code /health/} asks for one.
 *
 * <p>A fixed number of threads answers routes; when all are busy and the queue is full, a request
 * is refused with 503. Health has threads of its own, and a port of its own if one is set.
 * Connections are bounded in number, and in the time they take for a head, a body, an answer or
 * nothing.
 */
public final class HttpService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);

  private final HttpSettings settings;
  private final Routes routes = new Routes();
  private final Supplier<List<CheckResult>> readiness;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);
  private final Desk desk;
  private final Optional<TlsCertificates> certificates;
  private final List<ServerPort> ports = new ArrayList<>();

  /**
   * A server that is bound, but not started, with the default settings and without tokens.
   *
   * @param address where to listen; port 0 picks a free one
   * @param metrics what a scrape answers
   * @param checks readiness checks: all must pass
   * @throws UncheckedIOException when the address is taken or not there
   */
  public HttpService(
      InetSocketAddress address, MetricsPage metrics, List<? extends HealthCheck> checks) {
    this(HttpSettings.of(address), metrics, checks, RequestListener.NONE);
  }

  /**
   * A server that is bound, but not started.
   *
   * @param metrics what a scrape answers
   * @param checks readiness checks: all must pass
   * @param listener is told about every answer
   * @throws UncheckedIOException when the address is taken or not there
   * @throws IllegalArgumentException when the files of the certificate are no such thing
   */
  public HttpService(
      HttpSettings settings,
      MetricsPage metrics,
      List<? extends HealthCheck> checks,
      RequestListener listener) {
    this.settings = settings;
    this.readiness = () -> checks.stream().map(HttpService::run).toList();
    this.desk = new Desk(settings, routes, listener, phase::get);
    this.certificates = settings.edge().tls().map(files -> new TlsCertificates(files, listener));
    bind();
    route("GET", "/", Scope.OPS, request -> Response.html(IndexPage.of(routes.all())));
    route("GET", "/metrics", Scope.OPS, metrics::answer);
    route(
        "GET", Desk.HEALTH + "live", null, request -> Response.json(200, Map.of("status", "live")));
    route("GET", Desk.HEALTH + "ready", null, request -> ready());
  }

  private void bind() {
    HttpEdge edge = settings.edge();
    try {
      ports.add(new ServerPort("http", settings.address(), edge, desk, certificates, false));
      edge.healthPort().ifPresent(this::bindHealth);
    } catch (UncheckedIOException e) {
      end();
      throw e;
    }
  }

  private void bindHealth(int port) {
    InetSocketAddress address = new InetSocketAddress(settings.address().getAddress(), port);
    ports.add(
        new ServerPort("http-health", address, settings.edge(), desk, Optional.empty(), true));
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
    ports.forEach(ServerPort::start);
    LOG.info("Listening on {}{}", address(), certificates.isPresent() ? " with TLS" : "");
    healthAddress().ifPresent(address -> LOG.info("Health alone on {}", address));
    return this;
  }

  /** The address, with the port that was picked. */
  public InetSocketAddress address() {
    return ports.get(0).address();
  }

  /** That of health alone, if it has one. */
  public Optional<InetSocketAddress> healthAddress() {
    return ports.stream().skip(1).map(ServerPort::address).findFirst();
  }

  /** Requests that are on their way to an answer. */
  public int inFlight() {
    return desk.inFlight().count();
  }

  /** Connections that are open. */
  public int connections() {
    return ports.stream().mapToInt(ServerPort::connections).sum();
  }

  private Response ready() {
    List<CheckResult> results = new ArrayList<>(readiness.get());
    if (phase.get() != Phase.OPEN) {
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

  /**
   * Says that it is not ready, goes on for the delay, then refuses what is new (503, {@code
   * Connection: close}) and lets requests in flight finish within the limit. Health is answered
   * until {@link #close}. Only the first call does anything.
   */
  public void drain() {
    if (!phase.compareAndSet(Phase.OPEN, Phase.CLOSING)) {
      return;
    }
    try {
      InFlight.pause(settings.drainDelay());
      phase.set(Phase.REFUSING);
      if (!desk.inFlight().awaitNone(settings.drainLimit())) {
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
    end();
  }

  private void end() {
    desk.workers().close();
    ports.forEach(ServerPort::close);
    certificates.ifPresent(TlsCertificates::close);
  }
}
