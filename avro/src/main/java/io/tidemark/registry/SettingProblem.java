package io.tidemark.registry;

/**
 * What is wrong with one setting.
 *
 * @param name the setting as given
 * @param value its value, or stars if it is a secret; null where it is missing
 * @param rule what the value must be
 * @param hint what to do
 */
public record SettingProblem(String name, String value, String rule, String hint) {

  @Override
  public String toString() {
    return value == null
        ? "Missing setting %s: %s. %s".formatted(name, rule, hint)
        : "Invalid value '%s' for setting %s: %s. %s".formatted(value, name, rule, hint);
  }
}
