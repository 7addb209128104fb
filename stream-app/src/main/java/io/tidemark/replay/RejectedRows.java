package io.tidemark.replay;

import java.io.Closeable;
import java.io.IOException;

/**
 * Takes rows that were refused, in the form of the file they are from, so that they can be read
 * again once they are corrected. Not thread-safe.
 */
public interface RejectedRows extends Closeable {
  /** Takes none. */
  RejectedRows NONE =
      new RejectedRows() {
        @Override
        public void add() {}

        @Override
        public void close() {}
      };

  /** Adds the row that the reader gave last, or refused to give. */
  void add() throws IOException;
}
