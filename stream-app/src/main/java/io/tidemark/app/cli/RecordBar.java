package io.tidemark.app.cli;

import io.tidemark.quarantine.Replayer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how many of some records are on their way. */
final class RecordBar implements Replayer.Progress, AutoCloseable {
  private final ProgressBar bar;

  RecordBar(String task) {
    this.bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setUnit(" records", 1)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(500)
            .build();
  }

  @Override
  public void planned(long records) {
    bar.maxHint(records);
  }

  @Override
  public void next() {
    bar.step();
  }

  @Override
  public void close() {
    bar.close();
  }
}
