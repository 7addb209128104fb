package io.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

  private static final List<String> FOREVER = List.of("sleep", "600");

  @TempDir private Path folder;

  @Test
  void childOfKilledParentEnds() throws Exception {
    List<String> command = JavaCommand.withHeapMb(64).quickStart().mainClass(Parent.class, log());
    Process parent = new ProcessBuilder(command).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
      assertThat(child.isAlive()).isTrue();
      parent.destroyForcibly().waitFor();
      await().until(() -> !child.isAlive());
    }
  }

  @Test
  void ctrlCAtTheTerminalLeavesItToTheParent() throws Exception {
    try (ChildProcess child = ChildProcess.start("sleeper", FOREVER, log())) {
      // before that it is the shell that has not set the signal aside yet
      await().until(() -> command(child).endsWith("sleep"));
      new ProcessBuilder("kill", "-INT", String.valueOf(child.pid())).start().waitFor();
      assertThatThrownBy(() -> child.awaitReady(() -> false, Duration.ofMillis(300)))
          .hasMessageContaining("was not ready");
      assertThat(child.isAlive()).isTrue();
    }
  }

  @Test
  void childThatDiesIsReportedWithItsLastLines() {
    ChildProcess child =
        ChildProcess.start("broken", List.of("sh", "-c", "echo no such disk; exit 7"), log());
    assertThatThrownBy(() -> child.awaitReady(() -> false, Duration.ofSeconds(10)))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("exit code 7")
        .hasMessageContaining("no such disk")
        .hasMessageContaining(log().toString());
  }

  @Test
  void closeEndsTheChild() {
    ChildProcess child = ChildProcess.start("sleeper", FOREVER, log());
    Optional<ProcessHandle> handle = ProcessHandle.of(child.pid());
    assertThat(handle).isPresent();
    child.close();
    assertThat(handle.get().isAlive()).isFalse();
    assertThat(Files.exists(log())).isTrue();
  }

  private static String command(ChildProcess child) {
    return ProcessHandle.of(child.pid()).flatMap(one -> one.info().command()).orElse("");
  }

  private Path log() {
    return folder.resolve("child.log");
  }

  /** Starts a child, prints its process id and waits for ever. */
  static final class Parent {

    private Parent() {}

    public static void main(String[] arguments) throws Exception {
      ChildProcess child = ChildProcess.start("sleeper", FOREVER, Path.of(arguments[0]));
      System.out.println(child.pid());
      child.awaitExit(null);
    }
  }
}
