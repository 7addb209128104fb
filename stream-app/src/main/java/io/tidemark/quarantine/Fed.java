package io.tidemark.quarantine;

import java.time.Instant;
import java.util.Optional;

/**
 * A record was fed to its topic again.
 *
 * @param source where the record stood that was quarantined
 * @param copyOffset where its copy stands, in the same topic and partition
 * @param attempt how often it has been fed with this one, 1 or more
 * @param by who fed it, where that is known
 */
public record Fed(
    SourcePosition source, long copyOffset, int attempt, Instant at, Optional<String> by) {

  /** Where the copy stands. */
  public SourcePosition copy() {
    return new SourcePosition(source.topic(), source.partition(), copyOffset);
  }
}
