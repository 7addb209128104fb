package io.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules of the console that need no page, by Node's own test runner; skipped without it. */
class ConsoleModulesIT {
  private static final Path MODULES =
      BuiltFiles.repository().resolve("stream-app/src/main/resources/console");
  private static final Path TESTS =
      BuiltFiles.repository().resolve("load-tests/src/test/resources/console/modules.test.mjs");

  @TempDir Path folder;

  @Test
  void rulesHold() throws Exception {
    requireNode();
    try (Stream<Path> modules = Files.list(MODULES)) {
      for (Path module : modules.filter(file -> file.toString().endsWith(".js")).toList()) {
        Files.copy(module, folder.resolve(module.getFileName()));
      }
    }
    Files.copy(TESTS, folder.resolve("modules.test.mjs"));
    // browsers need not be told that a module is one
    Files.writeString(folder.resolve("package.json"), "{\"type\": \"module\"}");
    List<String> words = List.of("node", "--test", "--test-reporter=tap", "modules.test.mjs");
    String output = new ClientProgram(words, folder, folder.resolve("problems.txt")).output();
    assertThat(output).contains("# fail 0").doesNotContain("# pass 0");
  }

  private static void requireNode() throws InterruptedException {
    Optional<String> problem = Optional.empty();
    try {
      Process process =
          new ProcessBuilder("node", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      problem = process.waitFor() == 0 ? problem : Optional.of("node");
    } catch (IOException e) {
      problem = Optional.of("node: " + e.getMessage());
    }
    ClientPackages.requireOrSkip(problem);
  }
}
