package io.tidemark.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of requests, whichever connection they come by: which may go on, who answers
 * them, and what is told about it. Thread-safe.
 */
final class Desk {
  static final String HEALTH = "/health/";

  /** A refusal waits for the rest of a body that is not much longer than allowed. */
  static final int SKIPPED_BODIES = 8;

  private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);
  private static final Logger REQUESTS = LoggerFactory.getLogger("io.tidemark.http.requests");
  private static final int MAX_HEADERS = 100;

  /** Bodies of all requests together take at most so many times the longest one. */
  private static final int BODIES = 64;

  /** Whether the process is on its way to its end. */
  enum Phase {
    OPEN,
    /** Not ready, and connections end with the next answer. */
    CLOSING,
    /** And whatever is new is refused, but for health. */
    REFUSING
  }

  private final HttpSettings settings;
  private final Routes routes;
  private final RequestListener listener;
  private final Supplier<Phase> phase;
  private final Workers workers;
  private final InFlight inFlight = new InFlight();
  private final AtomicLong heldBytes = new AtomicLong();

  Desk(HttpSettings settings, Routes routes, RequestListener listener, Supplier<Phase> phase) {
    this.settings = settings;
    this.routes = routes;
    this.listener = listener;
    this.phase = phase;
    this.workers = new Workers(settings.threads());
  }

  InFlight inFlight() {
    return inFlight;
  }

  Workers workers() {
    return workers;
  }

  void refused(Refusal refusal) {
    listener.refused(refusal);
  }

  /**
   * Looks at a request whose head is there.
   *
   * @param healthAlone whether nothing but health is answered here
   * @throws RequestException when it is not to go on
   */
  void open(Exchange exchange, boolean healthAlone) {
    if (phase.get() != Phase.OPEN) {
      exchange.endConnection();
    }
    checkForm(exchange.head());
    checkFraming(exchange);
    RequestTarget target = RequestTarget.parse(exchange.method(), exchange.head().uri());
    exchange.aimAt(target);
    boolean health = target.rawPath().startsWith(HEALTH);
    if (phase.get() == Phase.REFUSING && !health) {
      throw Refusals.ending();
    }
    if (healthAlone && !health) {
      throw RequestException.notFound("This port answers " + HEALTH + "live and ready alone");
    }
    Routes.Match match = routes.find(exchange.method(), target.rawPath());
    exchange.leadTo(match);
    authorize(exchange.head().headers(), match.route().scope());
    checkCoding(exchange.head());
    if (HttpUtil.getContentLength(exchange.head(), 0L) > settings.maxBodyBytes()) {
      throw tooLarge();
    }
    exchange.accept();
    inFlight.enter();
  }

  private static void checkForm(HttpRequest head) {
    HttpVersion version = head.protocolVersion();
    if (version.majorVersion() != 1) {
      throw Refusals.version(version.text());
    }
    if (head.headers().size() > MAX_HEADERS) {
      throw Refusals.headersTooLarge("at most " + MAX_HEADERS + " headers");
    }
    int hosts = head.headers().getAll(HttpHeaderNames.HOST).size();
    if (hosts > 1 || hosts == 0 && version.minorVersion() > 0) {
      throw Refusals.malformed("The request names " + hosts + " hosts", "HTTP/1.1 asks for one");
    }
    String expectation = head.headers().get(HttpHeaderNames.EXPECT);
    if (expectation != null && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expectation)) {
      throw Refusals.expectation(expectation);
    }
  }

  private static void checkFraming(Exchange exchange) {
    Optional<RequestException> refusal = Refusals.ofFraming(exchange.head().headers());
    if (refusal.isPresent()) {
      exchange.endConnection();
      throw refusal.get();
    }
  }

  private static void checkCoding(HttpRequest head) {
    String coding = Refusals.joined(head.headers(), HttpHeaderNames.CONTENT_ENCODING);
    boolean hasBody =
        HttpUtil.isTransferEncodingChunked(head) || HttpUtil.getContentLength(head, 0L) > 0;
    if (coding != null && hasBody && !HttpHeaderValues.IDENTITY.contentEqualsIgnoreCase(coding)) {
      throw RequestException.unsupportedCoding(coding);
    }
  }

  private void authorize(HttpHeaders headers, Scope scope) {
    if (scope != null) {
      settings
          .tokens()
          .require(Optional.ofNullable(headers.get(HttpHeaderNames.AUTHORIZATION)), scope);
    }
  }

  /** Counts bytes of a body that are about to be kept; {@link #finish} gives them back. */
  void hold(Exchange exchange, int bytes) {
    if (exchange.held() + bytes > settings.maxBodyBytes()) {
      throw tooLarge();
    }
    if (heldBytes.addAndGet(bytes) > (long) settings.maxBodyBytes() * BODIES) {
      heldBytes.addAndGet(-bytes);
      listener.refused(Refusal.OVERLOADED);
      throw Refusals.overloaded();
    }
    exchange.count(bytes);
  }

  private RequestException tooLarge() {
    return RequestException.tooLarge(
        "The body is longer than %d bytes. Send less at a time".formatted(settings.maxBodyBytes()));
  }

  /** Whether so many bytes are too many to be thrown away in wait for an answer. */
  boolean isEndless(long bytes) {
    return bytes > (long) settings.maxBodyBytes() * SKIPPED_BODIES;
  }

  /** Has a complete request answered, by a thread of its kind. */
  void answer(Exchange exchange, Consumer<Response> then) {
    Runnable task = () -> then.accept(answerTo(exchange));
    try {
      if (exchange.target().rawPath().startsWith(HEALTH)) {
        workers.runHealth(exchange.match().route().pattern().text(), task);
      } else {
        workers.run(task);
      }
    } catch (RejectedExecutionException e) {
      listener.refused(Refusal.OVERLOADED);
      then.accept(Refusals.overloaded().response());
    }
  }

  private static Response answerTo(Exchange exchange) {
    try {
      return exchange.match().route().handler().handle(exchange.request());
    } catch (RequestException e) {
      return e.response();
    } catch (Exception | Error e) {
      // of errors too: a connection without an answer would wait for ever
      LOG.error("Failed to answer {} {}", exchange.method(), exchange.head().uri(), e);
      return Refusals.unexpected().response();
    }
  }

  /** An answer was written, or the client was gone before. */
  void finish(Exchange exchange, InetAddress client, int status) {
    long nanos = exchange.elapsedNanos();
    listener.answered(exchange.label(), status, nanos);
    leave(exchange);
    if (REQUESTS.isDebugEnabled()) {
      String path = exchange.target() == null ? "-" : exchange.target().rawPath();
      REQUESTS.debug(
          "{} {} {} {} {} us",
          client.getHostAddress(),
          exchange.method(),
          path,
          status,
          nanos / 1_000);
    }
  }

  /** Gives back what a request held that will not be answered. */
  void leave(Exchange exchange) {
    heldBytes.addAndGet(-exchange.counted());
    if (exchange.isAccepted()) {
      inFlight.leave();
    }
  }
}
