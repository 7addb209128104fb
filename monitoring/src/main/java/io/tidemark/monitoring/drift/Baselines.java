package io.tidemark.monitoring.drift;

import java.util.Optional;

/** The reference profiles in force. Thread-safe. */
@FunctionalInterface
public interface Baselines {
  /** The profile of a model version, or empty where none has been published. */
  Optional<BaselineProfile> of(String model, String version);
}
