package io.tidemark.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads settings by name, remembers which names were asked for and what was wrong. */
final class SettingReader {

  static final String PREFIX = "schema.registry.";
  static final String URL = "schema.registry.url";
  private static final String HEADER_PREFIX = "request.header.";

  private final Map<String, String> values = new TreeMap<>();
  private final TreeSet<String> known = new TreeSet<>();
  private final List<SettingProblem> problems = new ArrayList<>();

  /** Names may carry Confluent's prefix {@code schema.registry.}; the prefixed one wins. */
  SettingReader(Map<String, String> settings) {
    settings.forEach((name, value) -> values.put(name, value.strip()));
    settings.keySet().stream()
        .filter(name -> name.startsWith(PREFIX) && !name.equals(URL))
        .forEach(name -> values.put(name.substring(PREFIX.length()), values.remove(name)));
  }

  /** The value, or null where it is absent or blank. */
  String text(String name) {
    known.add(name);
    String value = values.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  Secret secret(String name) {
    String value = text(name);
    return value == null ? null : new Secret(value);
  }

  int integer(String name, int fallback, int min) {
    String value = text(name);
    if (value == null) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= min) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below like a number out of range
    }
    problem(
        name, value, "must be a whole number, " + min + " or more", "The default is " + fallback);
    return fallback;
  }

  Duration millis(String name, int fallback, int min) {
    return Duration.ofMillis(integer(name, fallback, min));
  }

  boolean flag(String name, boolean fallback) {
    return Boolean.parseBoolean(choice(name, Boolean.toString(fallback), List.of("true", "false")));
  }

  String choice(String name, String fallback, Collection<String> allowed) {
    String value = text(name);
    if (value == null) {
      return fallback;
    }
    if (!allowed.contains(value)) {
      problem(name, value, "must be one of " + allowed, "The default is " + fallback);
      return fallback;
    }
    return value;
  }

  /** Headers to send with each request, by name. */
  Map<String, Secret> headers() {
    Map<String, Secret> headers = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(HEADER_PREFIX)) {
            known.add(name);
            headers.put(name.substring(HEADER_PREFIX.length()), new Secret(value));
          }
        });
    return headers;
  }

  void problem(String name, Object value, String rule, String hint) {
    problems.add(
        new SettingProblem(name, value == null ? null : value.toString(), rule, hint + "."));
  }

  /** Throws unless every setting was asked for and fine. */
  void finish() {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        problem(name, Secret.MASK, "is not a setting of the registry client", "Known: " + known);
      }
    }
    if (!problems.isEmpty()) {
      throw new RegistrySettingsException(problems);
    }
  }
}
