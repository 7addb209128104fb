package io.tidemark.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.document.MarkdownPage;
import io.tidemark.document.MarkdownPage.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsSectionTest {
  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void dotsAndNestingAreTheSame() throws IOException {
    Path file =
        file(
            "a.yaml",
            """
            namespace: shop
            settings:
              http.port: 81
              streams: {threads: 3, commit: {interval: 50ms}}
              kafka: {bootstrap.servers: [a:1, b:2]}
            """);
    assertThat(SettingsSection.read(file))
        .isEqualTo(
            Map.of(
                "http.port", "81",
                "streams.threads", "3",
                "streams.commit.interval", "50ms",
                "kafka.bootstrap.servers", "a:1,b:2"));
  }

  @Test
  void examplesOfThePageAboutDefinitionsAreSettings() throws IOException {
    List<Block> examples =
        MarkdownPage.read("DEFINITIONS.md").blocks("yaml").stream()
            .filter(block -> block.text().startsWith("settings:"))
            .toList();

    assertThat(examples).isNotEmpty();
    for (Block example : examples) {
      Map<String, String> settings = SettingsSection.read(file("page.yaml", example.text()));
      assertThat(settings).isNotEmpty();
      assertThat(new SettingsLoader().file(settings).load()).isNotNull();
    }
  }

  @Test
  void laterFileOfAFolderWins() throws IOException {
    file("a.yaml", "settings: {http.port: 1, http.host: a}");
    file("b.yml", "settings: {http.port: 2}");
    file("c.txt", "settings: {http.port: 3}");

    assertThat(SettingsSection.read(folder)).isEqualTo(Map.of("http.port", "2", "http.host", "a"));
  }

  @Test
  void fileWithoutThePartHasNone() throws IOException {
    assertThat(SettingsSection.read(file("a.yaml", "namespace: shop"))).isEmpty();
    assertThat(SettingsSection.read(file("b.yaml", ""))).isEmpty();
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> SettingsSection.read(folder.resolve("none.yaml")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("none.yaml");
  }
}
