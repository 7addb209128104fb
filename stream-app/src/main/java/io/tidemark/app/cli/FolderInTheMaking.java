package io.tidemark.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder that appears whole or not at all: until it is finished it has another name, and closing
 * removes it. For one thread.
 */
final class FolderInTheMaking implements AutoCloseable {
  private static final String SCRATCH = ".scratch";

  private final Path target;
  private final Path making;

  /** A process that is stopped leaves nothing behind either. */
  private final Thread cleaning;

  private FolderInTheMaking(Path target, Path making) {
    this.target = target;
    this.making = making;
    this.cleaning = new Thread(this::clean, "clean-export");
    Runtime.getRuntime().addShutdownHook(cleaning);
  }

  private void clean() {
    try {
      remove(making);
    } catch (IOException e) {
      System.err.println("Remove " + making + ": it is a part of what was to be written.");
    }
  }

  /** Begins a folder, which must not be there, beside where it is to be. */
  static FolderInTheMaking of(Path target) throws IOException {
    if (Files.exists(target)) {
      throw new UsageFailure("Folder " + target + " is there already: name another, or remove it.");
    }
    OutputFile.require(target);
    Path parent = target.toAbsolutePath().getParent();
    return new FolderInTheMaking(
        target, Files.createTempDirectory(parent, target.getFileName() + ".part-"));
  }

  /** Where files are put meanwhile. */
  Path path() {
    return making;
  }

  /** A place in it for what is not to be in it at the end. */
  Path scratch(String name) throws IOException {
    return Files.createDirectories(making.resolve(SCRATCH)).resolve(name);
  }

  void write(String name, String content) throws IOException {
    Files.writeString(making.resolve(name), content);
  }

  /** Gives it its name. */
  void finish() throws IOException {
    remove(making.resolve(SCRATCH));
    Files.move(making, target, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    if (!isStopping()) {
      remove(making);
    }
  }

  private boolean isStopping() {
    try {
      Runtime.getRuntime().removeShutdownHook(cleaning);
      return false;
    } catch (IllegalStateException e) {
      return true; // the hook is at it
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(FolderInTheMaking::delete);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
