package io.tidemark.app.cli;

import io.tidemark.replay.RowReader;
import java.nio.file.Path;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how much of a file has been read. */
final class ReadingBar implements AutoCloseable {
  private static final long KIBIBYTE = 1024;
  private final RowReader reader;
  private final ProgressBar bar;

  private ReadingBar(RowReader reader, ProgressBar bar) {
    this.reader = reader;
    this.bar = bar;
  }

  static ReadingBar of(Path file, RowReader reader) {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(file.getFileName().toString())
            .setInitialMax(reader.totalBytes())
            .setUnit(" KiB", KIBIBYTE)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(500)
            .build();
    return new ReadingBar(reader, bar);
  }

  void show() {
    bar.stepTo(reader.bytesRead());
  }

  @Override
  public void close() {
    show();
    bar.close();
  }
}
