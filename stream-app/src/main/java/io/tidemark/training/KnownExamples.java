package io.tidemark.training;

import io.tidemark.avro.LabelledExample;
import java.util.function.Consumer;

/** Of each label the newest example that was known at a time. For one thread. */
@FunctionalInterface
public interface KnownExamples {

  /**
   * Shows them in the order of their predictions' times and then of their keys, each time alike.
   */
  void forEach(Consumer<LabelledExample> visitor);
}
