package io.tidemark.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that holds the data and the logs of one stack; removed on close unless kept. Not
 * thread-safe.
 */
final class WorkFolder implements AutoCloseable {

  private static final String LOGS = "logs";

  private final Path root;
  private final boolean keep;
  private boolean keepLogs;

  private WorkFolder(Path root, boolean keep) {
    this.root = root;
    this.keep = keep;
  }

  static WorkFolder create(boolean keep) {
    try {
      return new WorkFolder(Files.createTempDirectory("tidemark-"), keep);
    } catch (IOException e) {
      throw new StackException("Cannot create a work folder: " + e.getMessage(), e);
    }
  }

  Path root() {
    return root;
  }

  /** Leaves the logs when everything else goes: something failed, and they say what. */
  void keepLogs() {
    keepLogs = true;
  }

  /** The folder of one part, made when it is missing. */
  Path folder(String name) {
    try {
      return Files.createDirectories(root.resolve(name));
    } catch (IOException e) {
      throw new StackException("Cannot create " + root.resolve(name) + ": " + e.getMessage(), e);
    }
  }

  Path log(String name) {
    return folder(LOGS).resolve(name + ".log");
  }

  @Override
  public void close() {
    if (keep || !Files.exists(root)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      List<Path> deepestFirst =
          paths.filter(path -> !staysAsLog(path)).sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove the work folder " + root, e);
    }
  }

  private boolean staysAsLog(Path path) {
    return keepLogs && (path.equals(root) || path.startsWith(root.resolve(LOGS)));
  }
}
