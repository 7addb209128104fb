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

/** The page about quarantine has every option of its commands. */
class QuarantineOptionsPageTest {
  private static final Path README = Path.of("README.md");

  @ParameterizedTest
  @ValueSource(strings = {"list", "show", "export", "replay"})
  void everyOptionIsOnThePage(String command) throws IOException {
    assumeThat(README).as("the module's README").exists();
    String page = Files.readString(README);
    String section =
        page.substring(page.indexOf("### Looking into it"), page.indexOf("## A new version"));
    CommandLine line =
        TidemarkCommand.commandLine()
            .getSubcommands()
            .get("quarantine")
            .getSubcommands()
            .get(command);
    for (OptionSpec option : line.getCommandSpec().options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        String name = "`" + option.longestName();
        assertThat(section.contains(name) || page.contains(name))
            .as("%s of %s is on the page", option.longestName(), command)
            .isTrue();
      }
    }
  }
}
