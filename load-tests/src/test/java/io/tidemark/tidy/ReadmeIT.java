package io.tidemark.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README do what it says. */
@Order(1)
class ReadmeIT {
  private static final Pattern SHELL_BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
  private static final Pattern LAUNCHER_COMMAND = Pattern.compile("\\./tidemark ([a-z]+)");

  /** The one command a test cannot run, since it runs the test; CI runs it. */
  private static final String TEST_COMMAND = "./mvnw verify";

  private static final long MINUTES = 6;
  @TempDir Path folder;

  @Test
  void everyShellBlockRuns() throws Exception {
    List<String> commands = shellCommands();
    assertThat(commands).contains("./tidemark demo", TEST_COMMAND);
    for (String command : commands) {
      if (!command.equals(TEST_COMMAND)) {
        run(command);
      }
    }
    assertThat(SourceTree.read(SourceTree.root().resolve(".ci/run")).replace(" -B -ntp", ""))
        .contains(TEST_COMMAND);
  }

  /** The demo ends with an exit code that says whether what came out fits what went in. */
  private void run(String command) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    if (command.equals("./tidemark demo")) {
      words.addAll(List.of("--for", "60s", "--seed", "7"));
    }
    Process process =
        new ProcessBuilder(words)
            .directory(SourceTree.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    process.destroy();
    assertThat(ended).as("%s ends within %d minutes", words, MINUTES).isTrue();
    assertThat(process.exitValue()).as("%s:%n%s", words, Files.readString(output)).isZero();
  }

  @Test
  void everyCommandNamedExists() throws Exception {
    Matcher named = LAUNCHER_COMMAND.matcher(SourceTree.read(readme()));
    String launcher = SourceTree.read(SourceTree.root().resolve("tidemark"));
    while (named.find()) {
      assertThat(launcher).as("commands listed by ./tidemark").contains("  " + named.group(1));
    }
  }

  private static List<String> shellCommands() {
    List<String> commands = new ArrayList<>();
    Matcher blocks = SHELL_BLOCK.matcher(SourceTree.read(readme()));
    while (blocks.find()) {
      blocks.group(1).lines().filter(line -> !line.isBlank()).forEach(commands::add);
    }
    return commands;
  }

  private static Path readme() {
    return SourceTree.root().resolve("README.md");
  }
}
