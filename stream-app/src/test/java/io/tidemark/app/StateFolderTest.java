package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.app.settings.SettingsException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  @TempDir private Path folder;

  @Test
  void isMadeAndLeftEmpty() throws IOException {
    Path state = folder.resolve("a/b");
    StateFolder.require(state, "app");
    try (var files = Files.list(state)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void fileInItsPlaceIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("state"), "");
    assertThatThrownBy(() -> StateFolder.require(file, "app"))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "state.dir=%s cannot be written: it is a file, not a folder. Name a folder that this"
                    .formatted(file)
                + " user may write.");
  }

  @Test
  void whatAnotherHasLockedIsRefusedAndWhatItHasLeftIsNot() throws IOException {
    Path app = Files.createDirectories(folder.resolve("app"));
    Path file = Files.writeString(app.resolve(".lock"), "{}");
    StateFolder.require(folder, "app");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> StateFolder.require(folder, "app"))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("is in use by another process of the same application.id");
      StateFolder.require(folder, "other");
    }
    assertThat(file).hasContent("{}");
  }

  @Test
  void littleSpaceIsRefused() {
    assertThatCode(() -> StateFolder.requireFree(folder, StateFolder.LEAST_FREE_BYTES))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> StateFolder.requireFree(folder, StateFolder.LEAST_FREE_BYTES - 1))
        .hasMessageContaining("has 63 MB left, at least 64 are needed")
        .hasMessageContaining("state.dir");
  }
}
