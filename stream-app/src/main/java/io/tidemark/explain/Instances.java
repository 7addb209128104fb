package io.tidemark.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.http.RequestException;
import io.tidemark.http.RequestException.Problem;
import io.tidemark.store.serve.Caller;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Asks instances of the service for explanations over HTTP. Thread-safe. */
final class Instances {
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Set<String> UNKNOWN = Set.of("unknown_key", "unknown_request");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final Duration timeout;

  /**
   * Asks with a bound on the time.
   *
   * @param timeout for all tries of one request together
   */
  Instances(Duration timeout) {
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  /**
   * Asks one instance after the other until one has an answer.
   *
   * @param instances at least one
   * @param path as {@link ExplainPaths} makes it
   * @param others whether another may know a key that one does not
   * @return what the first one with an answer says; a failure when none has and one could not be
   *     asked, since that one may know the key
   */
  CompletionStage<Optional<String>> ask(
      List<URI> instances, String path, Caller caller, boolean others) {
    Duration each = timeout.dividedBy(instances.size());
    CompletionStage<Optional<String>> first = ask(instances.get(0), path, caller, each);
    if (instances.size() == 1) {
      return first;
    }
    List<URI> rest = instances.subList(1, instances.size());
    return first
        .handle((found, failure) -> new Tried(found, failure))
        .thenCompose(tried -> goOn(tried, rest, path, caller, others));
  }

  private record Tried(Optional<String> found, Throwable failure) {
    boolean answered() {
      return failure == null && found.isPresent();
    }
  }

  private CompletionStage<Optional<String>> goOn(
      Tried tried, List<URI> rest, String path, Caller caller, boolean others) {
    if (tried.answered() || tried.failure() == null && !others) {
      return CompletableFuture.completedStage(tried.found());
    }
    if (tried.failure() != null && !passes(tried.failure())) {
      return CompletableFuture.failedStage(tried.failure());
    }
    CompletionStage<Optional<String>> next = ask(rest, path, caller, others);
    return tried.failure() == null || !others
        ? next
        : next.thenCompose(
            found ->
                found.isPresent()
                    ? CompletableFuture.completedStage(found)
                    : CompletableFuture.failedStage(tried.failure()));
  }

  /** Whether another instance may do better: a refusal of the request itself is the same there. */
  private static boolean passes(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RequestException refusal && refusal.status() >= 500;
  }

  private CompletionStage<Optional<String>> ask(
      URI instance, String path, Caller caller, Duration limit) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(instance, path))
            .timeout(limit)
            .header("Accept", "application/json")
            .header(Caller.HOPS_HEADER, Integer.toString(caller.hops()));
    caller.authorization().ifPresent(token -> request.header("Authorization", token));
    return http.sendAsync(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8))
        .handle((reply, failure) -> answer(instance, reply, failure));
  }

  private static URI uri(URI instance, String path) {
    return URI.create(instance.toString().replaceAll("/+$", "") + path);
  }

  private static Optional<String> answer(
      URI instance, HttpResponse<String> reply, Throwable failure) {
    if (failure != null) {
      throw unreachable(instance, failure);
    }
    if (reply.statusCode() == 200) {
      return Optional.of(reply.body());
    }
    JsonNode problem = problem(reply.body());
    String error = problem.path("error").asText("instance_failed");
    if (reply.statusCode() == 404 && UNKNOWN.contains(error)) {
      return Optional.empty();
    }
    throw refusal(instance, reply, error, problem.path("message").asText(""));
  }

  private static RequestException unreachable(URI instance, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    String why = cause.getMessage() == null ? "no connection" : cause.getMessage();
    return RequestException.unavailable(
        new Problem(
            "instance_unreachable",
            "Cannot reach the instance of the service that would answer",
            instance.toString(),
            why,
            "Try again after the time given: when it is gone, another takes over its state."
                + " Otherwise check http.advertised there"),
        RETRY);
  }

  private static JsonNode problem(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }

  /** The refusal of the other process is ours, but for statuses that make no sense here. */
  private static RequestException refusal(
      URI instance, HttpResponse<String> reply, String error, String message) {
    boolean known = reply.statusCode() >= 400 && reply.statusCode() < 600;
    RequestException refusal =
        RequestException.of(
            known ? reply.statusCode() : 502,
            new Problem(error, "Instance " + instance + " answered", null, message, null));
    return reply.headers().firstValue("Retry-After").isPresent()
        ? refusal.retryAfter(RETRY)
        : refusal;
  }
}
