package io.tidemark.app.cli;

import io.tidemark.replay.MappedRecord;
import io.tidemark.replay.OnError;
import io.tidemark.replay.RecordMapping;
import io.tidemark.replay.RowException;
import io.tidemark.replay.RowReader;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of a file, with rows that do not fit dealt with as the user chose. */
final class MappedRows {
  private static final Logger LOG = LoggerFactory.getLogger(MappedRows.class);

  /** Errors shown; the rest is in the count. */
  private static final int SHOWN_ERRORS = 5;

  private final RowReader rows;
  private final RecordMapping mapping;
  private final OnError onError;
  private final RowTally tally;
  private MappedRecord current;

  MappedRows(RowReader rows, RecordMapping mapping, OnError onError, RowTally tally) {
    this.rows = rows;
    this.mapping = mapping;
    this.onError = onError;
    this.tally = tally;
  }

  /**
   * Goes on to the next record.
   *
   * @param raw takes rows that are to be sent as they are
   * @return whether there is one
   */
  boolean advance(Consumer<String> raw) {
    while (rows.hasNext()) {
      Optional<MappedRecord> record = next(raw);
      if (record.isPresent()) {
        tally.records++;
        current = record.get();
        return true;
      }
    }
    return false;
  }

  MappedRecord current() {
    return current;
  }

  private Optional<MappedRecord> next(Consumer<String> raw) {
    try {
      Optional<MappedRecord> record = mapping.map(rows.next());
      if (record.isEmpty()) {
        tally.leftOut++;
      }
      return record;
    } catch (RowException e) {
      refuse(e, raw);
      return Optional.empty();
    }
  }

  private void refuse(RowException error, Consumer<String> raw) {
    if (onError == OnError.STOP || !error.skippable()) {
      throw new CommandFailure(
          error.getMessage() + " Use --on-error SKIP or SEND to go on without such rows.", error);
    }
    if (onError == OnError.SEND) {
      tally.sentRaw++;
      raw.accept(error.content());
      return;
    }
    if (tally.skipped++ < SHOWN_ERRORS) {
      LOG.warn("Skipped. {}", error.getMessage());
    }
  }
}
