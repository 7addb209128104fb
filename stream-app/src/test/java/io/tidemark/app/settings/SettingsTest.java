package io.tidemark.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The settings as they are declared. */
class SettingsTest {
  private static final String SHORT = "hunter2";

  @Test
  void everySettingIsDeclaredOnce() {
    assertThat(Settings.ALL).extracting(Setting::key).doesNotHaveDuplicates();
    assertThat(Settings.ALL).extracting(Setting::variable).doesNotHaveDuplicates();
  }

  @Test
  void everySettingOfAnAreaIsListed() throws ReflectiveOperationException {
    List<Setting<?>> declared = new ArrayList<>();
    for (JavaField field : constants()) {
      declared.add((Setting<?>) field.reflect().get(null));
    }
    assertThat(Settings.ALL).containsExactlyInAnyOrderElementsOf(declared);
  }

  private static List<JavaField> constants() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(Settings.class.getPackageName())
            .stream()
            .flatMap(area -> area.getFields().stream())
            .filter(field -> field.getRawType().isEquivalentTo(Setting.class))
            .toList();
  }

  @Test
  void secretsAreThese() {
    assertThat(Settings.ALL)
        .filteredOn(Setting::secret)
        .extracting(Setting::key)
        .containsExactly(
            "schema.registry.url",
            "redis.url",
            "redis.password",
            "http.tokens.read",
            "http.tokens.erase",
            "http.tokens.ops");
  }

  @Test
  void secretThatBreaksItsRuleIsNotShown() {
    for (String key : List.of("http.tokens.read", "http.tokens.erase", "http.tokens.ops")) {
      SettingsLoader loader = new SettingsLoader().file(Map.of(key, SHORT));
      assertThatThrownBy(loader::load)
          .hasMessageContaining("Invalid value for setting " + key)
          .satisfies(error -> assertThat(error.getMessage()).doesNotContain(SHORT));
    }
  }

  @Test
  void otherValuesThatBreakTheirRuleAreShown() {
    assertThatThrownBy(() -> new SettingsLoader().file(Map.of("redis.mode", SHORT)).load())
        .hasMessageContaining("Invalid value " + SHORT + " for setting redis.mode");
  }
}
