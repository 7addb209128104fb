package io.tidemark.history;

import io.tidemark.text.KeyParts;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of the past is wanted.
 *
 * @param table of what
 * @param parts by name of the parameter; the empty text is what has no such part
 * @param span from when to when
 * @param latest whether only the newest of each series, or of each episode, is wanted
 * @param open whether only records of what is open, or of what is not, are wanted; empty for both
 * @param limit most records of a page, at least 1
 * @param after the record behind which the page begins
 */
public record HistoryQuery(
    HistoryTable table,
    Map<String, String> parts,
    Span span,
    boolean latest,
    Optional<Boolean> open,
    int limit,
    Optional<Place> after) {

  /**
   * A time, and how densely it is looked at.
   *
   * @param fromMs inclusive
   * @param untilMs exclusive
   * @param stepMs of the records of a series in each step of the clock only the newest is wanted; 1
   *     for every record
   */
  public record Span(long fromMs, long untilMs, long stepMs) {
    /** All there is. */
    public static final Span ALL = new Span(Long.MIN_VALUE, Long.MAX_VALUE, 1);

    boolean covers(long timeMs) {
      return timeMs >= fromMs && timeMs < untilMs;
    }

    /** The newest instant of the step before. */
    long before(long timeMs) {
      return Math.floorDiv(timeMs, stepMs) * stepMs - 1;
    }
  }

  /** Where a record stands, for a client a text without a meaning. */
  public static final class Place {
    private final byte[] key;

    Place(byte[] key) {
      this.key = key;
    }

    /** What {@link #toString} gave of a record of a table; empty for anything else. */
    public static Optional<Place> parse(HistoryTable table, String text) {
      try {
        byte[] key = Base64.getUrlDecoder().decode(text);
        return Optional.of(new Place(key)).filter(place -> RowKey.isPoint(table, key));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    byte[] key() {
      return key;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Place place && Arrays.equals(key, place.key);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }
  }

  /** Whether what a record is about is wanted. */
  boolean wants(String identity) {
    List<String> values = KeyParts.split(identity);
    return parts.entrySet().stream()
            .allMatch(part -> values.get(table.indexOf(part.getKey())).equals(part.getValue()))
        && open.map(wanted -> wanted == table.isOpen(values)).orElse(true);
  }
}
