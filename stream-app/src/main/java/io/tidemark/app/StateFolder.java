package io.tidemark.app;

import io.tidemark.app.settings.SettingsException;
import io.tidemark.app.settings.StreamsSetting;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The folder of the state stores, looked at before anything is read. */
final class StateFolder {
  /** Less than what the stores of a few tasks write before they are merged. */
  static final long LEAST_FREE_BYTES = 64L << 20;

  private static final int PROBE_BYTES = 4_096;

  /** Kafka Streams keeps this file locked for as long as it runs. */
  private static final String LOCKED = ".lock";

  private StateFolder() {}

  /**
   * Fails where no state can be kept.
   *
   * @throws SettingsException when the folder cannot be made or written, is nearly full or in use
   */
  static void require(Path folder, String applicationId) {
    requireSpace(folder);
    if (isTaken(folder, applicationId)) {
      throw taken(folder);
    }
  }

  /**
   * Fails where nothing can be written.
   *
   * @throws SettingsException when the folder cannot be made or written, or is nearly full
   */
  static void requireSpace(Path folder) {
    try {
      Files.createDirectories(folder);
      Path probe = Files.createTempFile(folder, "probe", ".tmp");
      try {
        Files.write(probe, new byte[PROBE_BYTES]);
      } finally {
        Files.deleteIfExists(probe);
      }
      requireFree(folder, Files.getFileStore(folder).getUsableSpace());
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  /**
   * Whether another process of the application has the folder.
   *
   * @throws SettingsException when that cannot be told
   */
  static boolean isTaken(Path folder, String applicationId) {
    try {
      return isLocked(folder.resolve(applicationId).resolve(LOCKED));
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  /** What is free on its disk, bytes; 0 where that cannot be told. */
  static long free(Path folder) {
    return folder.toFile().getUsableSpace();
  }

  private static SettingsException unwritable(Path folder, IOException e) {
    return failure(
        folder, "cannot be written: " + why(e), "Name a folder that this user may write");
  }

  static void requireFree(Path folder, long bytes) {
    if (bytes < LEAST_FREE_BYTES) {
      throw failure(
          folder,
          "has %d MB left, at least %d are needed".formatted(bytes >> 20, LEAST_FREE_BYTES >> 20),
          "Free some, or name a folder on another disk");
    }
  }

  /** Another process has the folder. */
  static SettingsException taken(Path folder) {
    return failure(
        folder,
        "is in use by another process of the same application.id",
        "Stop that one, or give each process a folder of its own");
  }

  private static boolean isLocked(Path file) throws IOException {
    if (!Files.isWritable(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  private static String why(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "it is a file, not a folder";
    }
    return e instanceof FileSystemException inner && inner.getReason() != null
        ? inner.getReason()
        : String.valueOf(e.getMessage());
  }

  private static SettingsException failure(Path folder, String what, String hint) {
    return new SettingsException(
        List.of("%s=%s %s. %s.".formatted(StreamsSetting.STATE_DIR.key(), folder, what, hint)));
  }
}
