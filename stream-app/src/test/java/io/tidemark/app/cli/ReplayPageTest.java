package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The page about files has every option of the commands that read them. */
class ReplayPageTest {
  private static final Path README = Path.of("README.md");

  @ParameterizedTest
  @ValueSource(strings = {"replay", "baseline"})
  void everyOptionIsOnThePage(String command) throws IOException {
    assumeThat(README).as("the module's README").exists();
    String page = Files.readString(README);
    String section = page.substring(page.indexOf("## Replay"), page.indexOf("## Working on it"));
    CommandLine line = TidemarkCommand.commandLine().getSubcommands().get(command);
    for (OptionSpec option : line.getCommandSpec().options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        boolean setting = page.contains("`" + option.longestName());
        assertThat(section.contains("`" + option.longestName()) || setting)
            .as("%s of %s is on the page", option.longestName(), command)
            .isTrue();
      }
    }
  }
}
