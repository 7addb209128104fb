package io.tidemark.quarantine;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Some of the records that a filter means, the newest first.
 *
 * @param entries at most as many as were asked for, without values and headers of producers, and
 *     with the first 1,024 bytes of their keys
 * @param next where the next page begins; empty on the last one
 * @param matching how many there are on this page and those behind it
 * @param complete whether all of quarantine was looked at
 */
public record QuarantinePage(
    List<QuarantineEntry> entries, Optional<Cursor> next, long matching, boolean complete) {
  private static final Comparator<Cursor> AGE =
      Comparator.comparing(Cursor::quarantinedAt)
          .thenComparing(cursor -> cursor.place().partition())
          .thenComparing(cursor -> cursor.place().offset());

  /** A place in the order of pages; written {@code instant_partition-offset}. */
  public record Cursor(Instant quarantinedAt, QuarantinePlace place) {
    static Cursor of(QuarantineEntry entry) {
      return new Cursor(entry.quarantinedAt(), entry.place());
    }

    /** Reads what {@link #toString} wrote; nothing where the text is none. */
    public static Optional<Cursor> parse(String text) {
      int divide = text.indexOf('_');
      try {
        return divide < 0
            ? Optional.empty()
            : QuarantinePlace.parse(text.substring(divide + 1))
                .map(place -> new Cursor(Instant.parse(text.substring(0, divide)), place));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    @Override
    public String toString() {
      return quarantinedAt + "_" + place;
    }
  }

  /**
   * Reads a page.
   *
   * @param before only records older than that; all where it is empty
   * @param limit of records, 1 or more
   */
  public static QuarantinePage read(
      QuarantineLog log, QuarantineFilter filter, Optional<Cursor> before, int limit) {
    PriorityQueue<QuarantineEntry> newest =
        new PriorityQueue<>(Comparator.comparing(Cursor::of, AGE));
    long[] matching = {0};
    boolean complete =
        log.scan(
            filter,
            entry -> {
              if (before.isEmpty() || AGE.compare(Cursor.of(entry), before.get()) < 0) {
                matching[0]++;
                newest.add(entry.brief());
              }
              if (newest.size() > limit) {
                newest.remove();
              }
              return true;
            });
    List<QuarantineEntry> entries = new ArrayList<>(newest);
    entries.sort(Comparator.comparing(Cursor::of, AGE.reversed()));
    Optional<Cursor> next =
        matching[0] > entries.size()
            ? Optional.of(Cursor.of(entries.get(entries.size() - 1)))
            : Optional.empty();
    return new QuarantinePage(entries, next, matching[0], complete);
  }
}
