package io.tidemark.explain;

import io.tidemark.feature.Explanation;
import java.net.URI;
import java.util.List;

/** The states of entities, each of which one instance of the service holds. Thread-safe. */
@FunctionalInterface
public interface EntityStates {

  /**
   * Looks for an entity. Answers at once and asks no other process.
   *
   * @param hereOnly whether an answer from this instance alone is wanted: {@link Elsewhere} is none
   */
  Finding find(String entity, String key, boolean hereOnly);

  /** What a look-up came to. */
  sealed interface Finding {}

  /** This instance holds it. */
  record Held(Explanation explanation, Origin origin) implements Finding {}

  /**
   * Other instances may hold it.
   *
   * @param instances their addresses, the likeliest first; at least one
   */
  record Elsewhere(List<URI> instances) implements Finding {
    public Elsewhere {
      instances = List.copyOf(instances);
    }
  }

  /** Nothing is held about the key, or not any more. */
  record Unknown() implements Finding {}

  /**
   * It cannot be told at the moment.
   *
   * @param reason such as that the state is being restored
   */
  record NotNow(String reason) implements Finding {}

  /**
   * Where an explanation comes from.
   *
   * @param instance host and port of the instance
   * @param partition number of the task that owns the entity
   * @param unsent whether the state holds changes of which no vector is sent yet
   * @param applied how far the task's store had come in its input, per partition of a topic; what
   *     one entity holds may be a commit behind; empty where the store does not say
   */
  record Origin(String instance, int partition, boolean unsent, List<Applied> applied) {
    public Origin {
      applied = List.copyOf(applied);
    }
  }

  /** A place in a topic. */
  record Applied(String topic, int partition, long offset) {}
}
