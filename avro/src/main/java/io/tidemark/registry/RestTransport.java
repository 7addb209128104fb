package io.tidemark.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.registry.RegistrySettings.Timing;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests with fail-over and retries.
 *
 * <p>The endpoint that answered last is asked first. Another is tried only where it may do better:
 * after a network failure, an unreadable answer, 408, 429 and 5xx. After a round through all of
 * them comes a pause drawn evenly from zero to a bound that doubles ("full jitter"). Neither rounds
 * nor pauses outlast the total time of a call.
 */
final class RestTransport implements AutoCloseable {

  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int UNAUTHORIZED = 401;

  private final RegistrySettings settings;
  private final Timing timing;
  private final Pacing pacing;
  private final AtomicInteger current = new AtomicInteger();
  private final HttpCalls calls;
  private final AccessTokens tokens;

  RestTransport(RegistrySettings settings, Pacing pacing) {
    this.settings = settings;
    this.timing = settings.timing();
    this.pacing = pacing;
    this.calls = new HttpCalls(settings, pacing);
    AccessTokens.Client who = settings.access().tokens();
    this.tokens = who == null ? null : new AccessTokens(who, calls, pacing);
  }

  JsonNode get(String path) {
    return send("GET", path, null);
  }

  JsonNode post(String path, JsonNode body) {
    return send("POST", path, body.toString());
  }

  void put(String path, JsonNode body) {
    send("PUT", path, body.toString());
  }

  @Override
  public void close() {
    calls.close();
  }

  private JsonNode send(String method, String path, String body) {
    long end = pacing.nanos() + timing.total().toNanos();
    RegistryUnavailableException last = null;
    for (int round = 0; round <= timing.retries(); round++) {
      if (round > 0 && !pause(round, end)) {
        break;
      }
      for (int i = 0; i < settings.endpoints().size() && calls.remaining(end) > 0; i++) {
        int index = current.get();
        try {
          return attempt(settings.endpoints().get(index), method, path, body, end);
        } catch (RegistryUnavailableException e) {
          last = chain(last, e);
          rotate(index);
        }
      }
    }
    throw last != null
        ? last
        : HttpCalls.unanswered(method + " " + path, "there was no time to ask", null);
  }

  private JsonNode attempt(Endpoint endpoint, String method, String path, String body, long end) {
    String question = method + " " + endpoint.base() + path;
    Secret authorization = authorization(endpoint, end);
    RestAnswer answer = answer(question, request(endpoint, method, path, body), authorization, end);
    if (answer.status() == UNAUTHORIZED && tokens != null) {
      // it may have been revoked, or ended by another clock; a new one says which
      tokens.refused(authorization);
      authorization = authorization(endpoint, end);
      answer = answer(question, request(endpoint, method, path, body), authorization, end);
    }
    if (answer.succeeded()) {
      return answer.json();
    }
    throw answer.failure();
  }

  private Secret authorization(Endpoint endpoint, long end) {
    return tokens == null ? endpoint.authorization() : tokens.authorization(end);
  }

  private RestAnswer answer(
      String question, HttpRequest.Builder request, Secret authorization, long end) {
    if (authorization != null) {
      request.setHeader("Authorization", authorization.reveal());
    }
    HttpResponse<byte[]> response = calls.send(question, request.build(), end);
    return RestAnswer.of(question, response.statusCode(), response.body());
  }

  private HttpRequest.Builder request(Endpoint endpoint, String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint.base() + path))
            .header("Accept", MEDIA_TYPE + ", application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", MEDIA_TYPE);
    }
    settings.access().headers().forEach((name, value) -> request.header(name, value.reveal()));
    return request;
  }

  private boolean pause(int round, long end) {
    double doubled = timing.pause().toNanos() * Math.pow(2, round - 1.0);
    double bound = Math.min((double) timing.maxPause().toNanos(), doubled);
    long nanos = (long) (bound * pacing.chance());
    if (Thread.currentThread().isInterrupted() || nanos >= calls.remaining(end)) {
      return false;
    }
    try {
      pacing.pause(Duration.ofNanos(nanos));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Moves on from an endpoint unless another thread has done so already. */
  private void rotate(int from) {
    current.compareAndSet(from, (from + 1) % settings.endpoints().size());
  }

  private static RegistryUnavailableException chain(
      RegistryUnavailableException before, RegistryUnavailableException now) {
    if (before != null) {
      now.addSuppressed(before);
    }
    return now;
  }
}
