package io.tidemark.registry;

import io.tidemark.registry.RegistrySettings.Timing;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Single requests, each bounded in time and size, over one client: to the registry and to where
 * tokens come from. Thread-safe.
 */
final class HttpCalls implements AutoCloseable {

  private static final int MAX_ANSWER_BYTES = 16 << 20;

  private final Timing timing;
  private final Pacing pacing;
  private volatile HttpClient client;

  HttpCalls(RegistrySettings settings, Pacing pacing) {
    this.timing = settings.timing();
    this.pacing = pacing;
    this.client = client(settings);
  }

  /**
   * Waits no longer than a read may take, body included: the client's own time-out ends earlier.
   *
   * @param question for messages
   * @param end when the whole call ends, by the clock of {@link Pacing}
   * @throws RegistryUnavailableException without an answer in time
   */
  HttpResponse<byte[]> send(String question, HttpRequest request, long end) {
    CompletableFuture<HttpResponse<byte[]>> response =
        open().sendAsync(request, answer -> new BoundedBody(MAX_ANSWER_BYTES));
    try {
      return response.get(Math.min(remaining(end), timing.read().toNanos()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw unanswered(question, why(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      response.cancel(true);
      throw unanswered(question, "no answer within the time-out", e);
    } catch (InterruptedException e) {
      response.cancel(true);
      Thread.currentThread().interrupt();
      throw unanswered(question, "the thread was interrupted", e);
    }
  }

  private static String why(Throwable cause) {
    // the JDK's client tells neither from the other
    return cause instanceof ConnectException
        ? "no connection (nobody listens there, or no such host)"
        : String.valueOf(cause.getMessage() == null ? cause : cause.getMessage());
  }

  /** Nanoseconds until an end; 0 or less when it is over. */
  long remaining(long end) {
    return end - pacing.nanos();
  }

  static RegistryUnavailableException unanswered(String question, String why, Throwable cause) {
    return new RegistryUnavailableException(
        "Schema registry did not answer %s: %s; try again later.".formatted(question, why),
        0,
        0,
        cause);
  }

  @Override
  public void close() {
    client = null;
  }

  private HttpClient open() {
    HttpClient open = client;
    if (open == null) {
      throw new IllegalStateException("The schema registry client is closed.");
    }
    return open;
  }

  private static HttpClient client(RegistrySettings settings) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.timing().connect());
    if (settings.tls() != null) {
      builder.sslContext(settings.tls());
    }
    InetSocketAddress proxy = settings.access().proxy();
    if (proxy != null) {
      builder.proxy(ProxySelector.of(proxy));
    }
    return builder.build();
  }
}
