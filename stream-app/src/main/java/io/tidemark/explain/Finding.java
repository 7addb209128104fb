package io.tidemark.explain;

import java.net.URI;
import java.util.List;

/**
 * What a look-up in the state of the service came to.
 *
 * @param <T> what was looked for
 */
public sealed interface Finding<T> {

  /** This instance holds it. */
  record Held<T>(T found, Origin origin) implements Finding<T> {}

  /**
   * Other instances may hold it.
   *
   * @param instances their addresses, the likeliest first; at least one
   */
  record Elsewhere<T>(List<URI> instances) implements Finding<T> {
    public Elsewhere {
      instances = List.copyOf(instances);
    }
  }

  /** Nothing is held about the key, or not any more. */
  record Unknown<T>() implements Finding<T> {}

  /**
   * It cannot be told at the moment.
   *
   * @param reason such as that the state is being restored
   */
  record NotNow<T>(String reason) implements Finding<T> {}

  /**
   * Where what was found comes from.
   *
   * @param instance host and port of the instance
   * @param partition number of the task that owns it
   * @param unsent whether the state holds changes of which no vector is sent yet
   * @param applied how far the task's store had come in its input, per partition of a topic; what
   *     one row holds may be a commit behind; empty where the store does not say
   */
  record Origin(String instance, int partition, boolean unsent, List<Applied> applied) {
    public Origin {
      applied = List.copyOf(applied);
    }
  }

  /** A place in a topic. */
  record Applied(String topic, int partition, long offset) {}
}
