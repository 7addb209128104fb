package io.tidemark.app.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.app.Samples;
import io.tidemark.app.settings.SettingsException;
import io.tidemark.app.settings.SettingsLoader;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.Definitions;
import io.tidemark.definition.yaml.DefinitionsReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PinnedGroupsTest {
  private static Set<String> pinned(String pins) throws DefinitionException {
    Definitions definitions =
        DefinitionsReader.readText("test.yaml", Samples.DEFINITIONS, Path.of("")).definitions();
    return PinnedGroups.of(
        new SettingsLoader().flags(Map.of("features.pin", pins)).load(), definitions);
  }

  @Test
  void nothingIsPinnedByDefault() throws Exception {
    assertThat(pinned("")).isEmpty();
  }

  @Test
  void severalGroupsMayBePinned() throws Exception {
    assertThat(pinned("activity@1, demand@1")).containsExactly("activity@1", "demand@1");
  }

  @Test
  void versionThatIsNotDeclaredIsNamedWithThoseThatAre() {
    assertThatThrownBy(() -> pinned("activity@7"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("activity@7")
        .hasMessageContaining("[activity@1, demand@1]");
  }

  @Test
  void pinWithoutVersionIsRefused() {
    assertThatThrownBy(() -> pinned("activity"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("features.pin")
        .hasMessageContaining("group versions such as");
  }
}
