package io.tidemark.app.cli;

import io.tidemark.replay.OnError;
import io.tidemark.replay.RejectedRows;
import io.tidemark.replay.RowException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of the rows of a file that are refused.
 *
 * @param file the file they are of
 * @param onError what the user chose
 * @param rejects takes all of them
 * @param raw takes those that are to be sent as they are
 * @param tally counts them
 */
record RefusedRows(
    Path file, OnError onError, RejectedRows rejects, Consumer<String> raw, RowTally tally) {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedRows.class);

  /** Errors shown; the rest is in the count. */
  private static final int SHOWN_ERRORS = 5;

  /**
   * Deals with a row.
   *
   * @throws CommandFailure when that is to stop
   */
  void refuse(RowException error) {
    if (!error.skippable()) {
      throw end(error);
    }
    keep();
    if (onError == OnError.SEND) {
      tally.sentRaw++;
      raw.accept(error.content());
      return;
    }
    tally.reject(error.reason());
    if (onError == OnError.STOP) {
      throw new CommandFailure(
          message(error) + " Use --on-error SKIP or SEND to go on without such rows.", error);
    }
    if (tally.rejected() <= SHOWN_ERRORS) {
      LOG.warn("Skipped. {}", message(error));
    }
  }

  /** The failure of a file that cannot be read any further. */
  CommandFailure end(RowException error) {
    tally.reject(error.reason());
    return new CommandFailure(message(error), error);
  }

  private String message(RowException error) {
    return "File " + file + ": " + error.getMessage();
  }

  private void keep() {
    try {
      rejects.add();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a rejected row: " + e.getMessage(), e);
    }
  }
}
