package io.tidemark.app.cli;

import io.tidemark.replay.RowReader;
import java.nio.file.Path;

/** Shows how much of a file has been read. */
final class ReadingBar implements AutoCloseable {
  private static final Progress.Unit KIBIBYTES = new Progress.Unit("KiB", 1024);

  private final RowReader reader;
  private final Progress progress;

  private ReadingBar(RowReader reader, Progress progress) {
    this.reader = reader;
    this.progress = progress;
  }

  static ReadingBar of(Path file, RowReader reader) {
    String task = file.getFileName().toString();
    return new ReadingBar(reader, Progress.of(task, reader.totalBytes(), KIBIBYTES));
  }

  void show() {
    progress.reach(reader.bytesRead());
  }

  @Override
  public void close() {
    show();
    progress.close();
  }
}
