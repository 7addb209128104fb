package io.tidemark.quarantine;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * The records in quarantine, as they stood when this was opened: what comes later is not seen. For
 * one thread.
 */
public interface QuarantineLog extends AutoCloseable {

  /**
   * Shows the records that a filter means, those of a partition in their order.
   *
   * @param visitor says whether to go on
   * @return whether every record was looked at
   */
  boolean scan(QuarantineFilter filter, Predicate<QuarantineEntry> visitor);

  /** The record at a place; nothing where there is none, or none any more. */
  Optional<QuarantineEntry> at(QuarantinePlace place);

  /** The newest record that was read at a position; nothing where there is none. */
  default Optional<QuarantineEntry> newestOf(SourcePosition position) {
    AtomicReference<QuarantineEntry> newest = new AtomicReference<>();
    boolean unused =
        scan(
            QuarantineFilter.ALL.at(position),
            entry -> {
              QuarantineEntry known = newest.get();
              if (known == null || !entry.quarantinedAt().isBefore(known.quarantinedAt())) {
                newest.set(entry);
              }
              return true;
            });
    return Optional.ofNullable(newest.get());
  }

  @Override
  void close();
}
