package io.tidemark.app.cli;

import io.tidemark.quarantine.Replayer;

/** Shows how many of some records are on their way. */
final class RecordBar implements Replayer.Progress, AutoCloseable {
  private final Progress progress;
  private long records;

  RecordBar(String task) {
    this.progress = Progress.of(task, -1, new Progress.Unit("records", 1));
  }

  @Override
  public void planned(long planned) {
    progress.total(planned);
  }

  @Override
  public void next() {
    progress.reach(++records);
  }

  @Override
  public void close() {
    progress.close();
  }
}
