package io.tidemark.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.registry.RegistrySettings.Timing;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  private static final int MAX_ANSWER_BYTES = 16 << 20;

  private final RegistrySettings settings;
  private final Timing timing;
  private final Pacing pacing;
  private final AtomicInteger current = new AtomicInteger();
  private volatile HttpClient client;

  RestTransport(RegistrySettings settings, Pacing pacing) {
    this.settings = settings;
    this.timing = settings.timing();
    this.pacing = pacing;
    this.client = client(settings);
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
    client = null;
  }

  private JsonNode send(String method, String path, String body) {
    long end = pacing.nanos() + timing.total().toNanos();
    RegistryUnavailableException last = null;
    for (int round = 0; round <= timing.retries(); round++) {
      if (round > 0 && !pause(round, end)) {
        break;
      }
      for (int i = 0; i < settings.endpoints().size() && remaining(end) > 0; i++) {
        int index = current.get();
        try {
          return attempt(settings.endpoints().get(index), method, path, body, end);
        } catch (RegistryUnavailableException e) {
          last = chain(last, e);
          rotate(index);
        }
      }
    }
    throw last != null ? last : unanswered(method + " " + path, "there was no time to ask", null);
  }

  private JsonNode attempt(Endpoint endpoint, String method, String path, String body, long end) {
    String question = method + " " + endpoint.base() + path;
    HttpRequest request = request(endpoint, method, path, body);
    HttpResponse<byte[]> response = await(question, request, end);
    RestAnswer answer = RestAnswer.of(question, response.statusCode(), response.body());
    if (answer.succeeded()) {
      return answer.json();
    }
    throw answer.failure();
  }

  /**
   * Waits no longer than a read may take, body included: the client's own time-out ends earlier.
   */
  private HttpResponse<byte[]> await(String question, HttpRequest request, long end) {
    CompletableFuture<HttpResponse<byte[]>> response =
        open().sendAsync(request, answer -> new BoundedBody(MAX_ANSWER_BYTES));
    try {
      return response.get(Math.min(remaining(end), timing.read().toNanos()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw unanswered(question, e.getCause().toString(), e.getCause());
    } catch (TimeoutException e) {
      response.cancel(true);
      throw unanswered(question, "no answer within the time-out", e);
    } catch (InterruptedException e) {
      response.cancel(true);
      Thread.currentThread().interrupt();
      throw unanswered(question, "the thread was interrupted", e);
    }
  }

  private HttpRequest request(Endpoint endpoint, String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint.base() + path))
            .header("Accept", MEDIA_TYPE + ", application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", MEDIA_TYPE);
    }
    if (endpoint.authorization() != null) {
      request.header("Authorization", endpoint.authorization().reveal());
    }
    settings.headers().forEach((name, value) -> request.header(name, value.reveal()));
    return request.build();
  }

  private boolean pause(int round, long end) {
    double doubled = timing.pause().toNanos() * Math.pow(2, round - 1.0);
    double bound = Math.min((double) timing.maxPause().toNanos(), doubled);
    long nanos = (long) (bound * pacing.chance());
    if (Thread.currentThread().isInterrupted() || nanos >= remaining(end)) {
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

  private long remaining(long end) {
    return end - pacing.nanos();
  }

  private HttpClient open() {
    HttpClient open = client;
    if (open == null) {
      throw new IllegalStateException("The schema registry client is closed.");
    }
    return open;
  }

  private static RegistryUnavailableException chain(
      RegistryUnavailableException before, RegistryUnavailableException now) {
    if (before != null) {
      now.addSuppressed(before);
    }
    return now;
  }

  private static RegistryUnavailableException unanswered(
      String question, String why, Throwable cause) {
    return new RegistryUnavailableException(
        "Schema registry did not answer %s: %s; try again later.".formatted(question, why),
        0,
        0,
        cause);
  }

  private static HttpClient client(RegistrySettings settings) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.timing().connect());
    if (settings.tls() != null) {
      builder.sslContext(settings.tls());
    }
    return builder.build();
  }
}
