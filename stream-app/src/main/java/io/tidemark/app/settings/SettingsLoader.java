package io.tidemark.app.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Gathers settings from every place they can be made.
 *
 * <p>Later places win: the default, the {@code settings:} part of the definitions file, environment
 * variables ({@code TIDEMARK_HTTP_PORT}), environment variables that name a file to read the value
 * from ({@code TIDEMARK_REDIS_URL_FILE}, for secrets), and {@code --set key=value}. All problems
 * are reported at once.
 */
public final class SettingsLoader {
  private static final String VARIABLE = "TIDEMARK_";
  private static final String FROM_FILE = "_FILE";
  private static final Set<String> RESERVED =
      Set.of("TIDEMARK_JAVA_OPTS", "TIDEMARK_LOG_FORMAT", "TIDEMARK_LOG_LEVEL");

  private final Map<String, String> values = new TreeMap<>();
  private final Map<String, String> origins = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Set<String> broken = new TreeSet<>();

  /** Adds the {@code settings:} part of a definitions file. */
  public SettingsLoader file(Map<String, String> settings) {
    settings.forEach((key, value) -> put(key, value, "settings: in the definitions"));
    return this;
  }

  /** Adds the environment. Variables that do not start with {@code TIDEMARK_} are not ours. */
  public SettingsLoader environment(Map<String, String> environment) {
    Map<String, String> named = new LinkedHashMap<>();
    new TreeMap<>(environment)
        .forEach(
            (variable, value) -> {
              if (variable.startsWith(VARIABLE) && !reserved(variable)) {
                named.put(variable, value);
              }
            });
    named.forEach((variable, value) -> variable(variable, value));
    return this;
  }

  /** Adds what was given on the command line. */
  public SettingsLoader flags(Map<String, String> flags) {
    flags.forEach((key, value) -> put(key, value, "--set " + key));
    return this;
  }

  /**
   * Checks and returns the settings.
   *
   * @throws SettingsException with every problem found
   */
  public Settings load() {
    return load(List.of());
  }

  /**
   * Checks and returns the settings, also as to whether they go together. Where one of an area is
   * wrong by itself, it is that which is told: what it would say beside the others is not known.
   *
   * @throws SettingsException with every problem found
   */
  public Settings load(List<SettingsCheck> together) {
    values.forEach(this::check);
    values.keySet().removeAll(broken);
    Settings sound = new Settings(values);
    together.stream()
        .filter(check -> broken.stream().noneMatch(check::isAbout))
        .forEach(check -> problems.addAll(check.problems(sound)));
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return sound;
  }

  private static boolean reserved(String variable) {
    return RESERVED.contains(variable);
  }

  private void variable(String variable, String value) {
    if (!variable.endsWith(FROM_FILE) || isOfASetting(variable)) {
      put(key(variable), value, variable);
      return;
    }
    String key = key(variable.substring(0, variable.length() - FROM_FILE.length()));
    try {
      put(key, Files.readString(Path.of(value)).strip(), variable);
    } catch (IOException e) {
      broken.add(key);
      problems.add(
          "Cannot read "
              + value
              + " for setting "
              + key
              + " ("
              + variable
              + "): it must be a file.");
    }
  }

  /** A setting that is a file itself, such as the one with a password that may change. */
  private static boolean isOfASetting(String variable) {
    return Settings.ALL.stream().anyMatch(setting -> setting.variable().equals(variable));
  }

  private static String key(String variable) {
    return variable.substring(VARIABLE.length()).toLowerCase(Locale.ROOT).replace('_', '.');
  }

  private void put(String key, String value, String origin) {
    values.put(key, value);
    origins.put(key, origin);
  }

  private void check(String key, String value) {
    Optional<Setting<?>> declared =
        Settings.ALL.stream().filter(setting -> setting.key().equals(key)).findFirst();
    if (declared.isPresent()) {
      checkValue(declared.get(), value);
    } else if (Settings.PASSED_ON.stream().noneMatch(key::startsWith)) {
      problems.add("Unknown setting " + key + " (" + origins.get(key) + "): " + hint(key));
    }
  }

  private void checkValue(Setting<?> setting, String value) {
    try {
      Object unused = setting.parser().apply(value);
    } catch (RuntimeException e) {
      broken.add(setting.key());
      String shown = setting.secret() ? "" : " " + value;
      problems.add(
          String.format(
              "Invalid value%s for setting %s (%s): must be %s. Default: %s.",
              shown,
              setting.key(),
              origins.get(setting.key()),
              setting.rule(),
              setting.defaultText().isEmpty() ? "none" : setting.defaultText()));
    }
  }

  private static String hint(String key) {
    return Settings.ALL.stream()
        .map(Setting::key)
        .filter(known -> alike(known, key))
        .findFirst()
        .map(known -> "did you mean " + known + "?")
        .orElse("`tidemark settings` lists them all.");
  }

  private static boolean alike(String known, String key) {
    String last = known.substring(known.lastIndexOf('.') + 1);
    return known.replace(".", "").equalsIgnoreCase(key.replaceAll("[._-]", ""))
        || key.endsWith("." + last)
        || key.equals(last);
  }
}
