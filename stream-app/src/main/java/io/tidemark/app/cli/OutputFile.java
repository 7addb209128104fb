package io.tidemark.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** A file a command is to write. */
final class OutputFile {
  private OutputFile() {}

  /** Fails where it cannot be written, and leaves no trace where it can. */
  static void require(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new UsageFailure("Cannot write " + file + ": it is a folder. Name a file.");
    }
    if (!Files.isDirectory(folder)) {
      throw new UsageFailure(
          "Cannot write "
              + file
              + ": there is no folder "
              + folder
              + ". Make it, or name another.");
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new UsageFailure(
          "Cannot write " + file + ": permission denied. Name a file that this user may write.");
    }
  }
}
