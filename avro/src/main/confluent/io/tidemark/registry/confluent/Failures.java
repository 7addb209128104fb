package io.tidemark.registry.confluent;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistryRejectedException;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.SchemaNotFoundException;
import java.io.IOException;
import java.util.Set;

/** What failures of Confluent's client mean here. */
final class Failures {

  private static final Set<Integer> NOT_FOUND =
      Set.of(
          SchemaNotFoundException.SUBJECT,
          SchemaNotFoundException.VERSION,
          SchemaNotFoundException.SCHEMA);
  private static final Set<Integer> TRANSIENT = Set.of(408, 429);

  private Failures() {}

  /** A call of Confluent's client. */
  interface Call<T> {
    T make() throws IOException, RestClientException;
  }

  /** A call without an answer. */
  interface Step {
    void take() throws IOException;
  }

  /** Makes a call; every failure is one of ours. */
  static <T> T translated(String what, Call<T> call) {
    try {
      return call.make();
    } catch (RestClientException e) {
      throw meaning(what, e);
    } catch (IOException e) {
      throw new RegistryUnavailableException(
          "Schema registry did not answer the %s: %s; try again later.".formatted(what, e),
          0,
          0,
          e);
    }
  }

  static void ignore(Step step) {
    try {
      step.take();
    } catch (IOException e) {
      // nothing is left to be done with a client that does not close
    }
  }

  /** The failure of a reflective call, as the call would have thrown it. */
  static RestClientException rethrown(Throwable failure) throws IOException {
    if (failure instanceof RestClientException refused) {
      return refused;
    }
    if (failure instanceof IOException unanswered) {
      throw unanswered;
    }
    if (failure instanceof RuntimeException other) {
      throw other;
    }
    throw new IllegalStateException(failure);
  }

  private static RegistryException meaning(String what, RestClientException e) {
    int status = e.getStatus();
    String message =
        "Schema registry refused the %s with HTTP %d: %.500s.".formatted(what, status, e);
    if (NOT_FOUND.contains(e.getErrorCode())) {
      return new SchemaNotFoundException(message, e.getErrorCode());
    }
    return status / 100 == 5 || TRANSIENT.contains(status)
        ? new RegistryUnavailableException(message, e.getErrorCode(), status, e)
        : new RegistryRejectedException(message, e.getErrorCode(), status);
  }
}
