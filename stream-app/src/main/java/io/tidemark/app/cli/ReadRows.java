package io.tidemark.app.cli;

import io.tidemark.replay.Row;
import io.tidemark.replay.RowException;
import io.tidemark.replay.RowReader;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the rows of a file become, with those that do not fit dealt with as the user chose.
 *
 * @param <T> what a row becomes
 */
final class ReadRows<T> {
  private final RowReader rows;
  private final Function<Row, Optional<T>> mapping;
  private final RefusedRows refused;
  private final RowTally tally;
  private T current;

  /**
   * Rows that are still to be read.
   *
   * @param mapping gives none for a row that is left out
   */
  ReadRows(
      RowReader rows, Function<Row, Optional<T>> mapping, RefusedRows refused, RowTally tally) {
    this.rows = rows;
    this.mapping = mapping;
    this.refused = refused;
    this.tally = tally;
  }

  /**
   * Goes on to the next row that becomes something.
   *
   * @return whether there is one
   * @throws CommandFailure when a row is refused and the user wants to stop there, or when the file
   *     cannot be read any further
   */
  boolean advance() {
    while (hasNext()) {
      Optional<T> next = next();
      if (next.isPresent()) {
        tally.records++;
        current = next.get();
        return true;
      }
    }
    return false;
  }

  T current() {
    return current;
  }

  private boolean hasNext() {
    try {
      return rows.hasNext();
    } catch (RowException e) {
      throw refused.end(e);
    }
  }

  private Optional<T> next() {
    try {
      Optional<T> next = mapping.apply(rows.next());
      if (next.isEmpty()) {
        tally.leftOut++;
      }
      return next;
    } catch (RowException e) {
      refused.refuse(e);
      return Optional.empty();
    }
  }
}
