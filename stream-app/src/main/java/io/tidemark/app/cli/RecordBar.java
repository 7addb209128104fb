package io.tidemark.app.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how many of some records are done. */
final class RecordBar implements AutoCloseable {
  private final ProgressBar bar;

  private RecordBar(ProgressBar bar) {
    this.bar = bar;
  }

  static RecordBar of(String task, long records) {
    return new RecordBar(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(records)
            .setUnit(" records", 1)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(500)
            .build());
  }

  void step() {
    bar.step();
  }

  @Override
  public void close() {
    bar.close();
  }
}
