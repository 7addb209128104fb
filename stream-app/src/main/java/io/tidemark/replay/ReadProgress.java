package io.tidemark.replay;

/** How far a file has been read. */
record ReadProgress(CountingInputStream stored, long totalBytes) {
  long bytesRead() {
    return stored.count();
  }
}
