package io.tidemark.app.plan;

import io.tidemark.app.settings.FeatureSetting;
import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.SettingsException;
import io.tidemark.definition.Definitions;
import io.tidemark.definition.FeatureGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The versions of groups that a user wants served whatever has caught up. */
public final class PinnedGroups {
  private PinnedGroups() {}

  /**
   * The pinned groups, by {@code name@version}.
   *
   * @throws SettingsException when one is not declared, or two versions of a group are pinned
   */
  public static Set<String> of(Settings settings, Definitions definitions) {
    Set<String> pinned = new TreeSet<>(settings.get(FeatureSetting.PIN));
    List<String> problems = new ArrayList<>();
    Map<String, String> versionByName = new HashMap<>();
    for (String pin : pinned) {
      Optional<FeatureGroup> group =
          definitions.groups().stream().filter(g -> g.versioned().equals(pin)).findFirst();
      if (group.isEmpty()) {
        problems.add(unknown(pin, definitions));
      } else {
        String other = versionByName.put(group.get().name(), pin);
        if (other != null) {
          problems.add(
              "Invalid features.pin " + other + ", " + pin + ": one version of a group is served.");
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return pinned;
  }

  private static String unknown(String pin, Definitions definitions) {
    return "Unknown group version "
        + pin
        + " in features.pin: must be one of "
        + definitions.groups().stream().map(FeatureGroup::versioned).toList()
        + ". Declare the version, or take the pin away.";
  }
}
