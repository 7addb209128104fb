package io.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The life of a stack of local processes; the last test ends it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalStackIT {
  private static final List<String> PROGRESS = new CopyOnWriteArrayList<>();
  private static LocalStack stack;

  @BeforeAll
  static void start() {
    stack = LocalStack.start(StackOptions.onFreePorts(), PROGRESS::add);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  @Order(1)
  void kafkaKeepsItsDataOverAStopAndAKill() throws Exception {
    String servers = stack.bootstrapServers();
    Topics topics = new Topics(servers);
    topics.create("kept");
    topics.write("kept", List.of("before"));
    stack.kafka().stop();
    stack.kafka().start();
    topics.write("kept", List.of("after stop"));
    stack.kafka().kill();
    stack.kafka().start();
    assertThat(stack.bootstrapServers()).isEqualTo(servers);
    assertThat(topics.read("kept")).containsExactly("before", "after stop");
    assertThat(PROGRESS).hasSize(3).allMatch(line -> line.contains("ready on"));
  }

  @Test
  @Order(2)
  void closeLeavesNoProcessAndNoFile() throws Exception {
    List<ProcessHandle> children =
        ProcessHandle.current()
            .descendants()
            .filter(child -> commandLine(child).contains(stack.workFolder().toString()))
            .toList();
    // the server and the watcher of each part
    assertThat(children).hasSizeBetween(3, 6);
    stack.close();
    await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(Files.exists(stack.workFolder())).isFalse();
  }

  @Test
  @Order(1)
  void portInUseIsNamedWithItsFlag() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, Loopback.ADDRESS)) {
      StackOptions options = StackOptions.onPorts(0, taken.getLocalPort(), 0);
      assertThatThrownBy(() -> LocalStack.start(options, line -> {}))
          .isInstanceOf(StackException.class)
          .hasMessageContaining(String.valueOf(taken.getLocalPort()))
          .hasMessageContaining("--redis-port");
    }
  }

  private static String commandLine(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }
}
