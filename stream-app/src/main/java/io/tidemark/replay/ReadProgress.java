package io.tidemark.replay;

import java.util.function.LongSupplier;

/**
 * How far a file has been read, in bytes as stored.
 *
 * @param read until now
 */
record ReadProgress(LongSupplier read, long totalBytes) {
  long bytesRead() {
    return read.getAsLong();
  }
}
