package io.tidemark.monitoring.drift.baseline;

import java.util.Optional;

/** The reference profiles in force. Thread-safe. */
@FunctionalInterface
public interface Baselines {
  /** In the place of a baseline's hash where there is none: counts are over no bins. */
  String NONE = "";

  /** The profile of a model version, or empty where none has been published. */
  Optional<BaselineProfile> of(String model, String version);
}
