package io.tidemark.app.settings;

import java.util.Locale;
import java.util.function.Function;

/**
 * One setting, declared once, in the {@link SettingGroup} of its area.
 *
 * @param <T> the type of its value
 * @param key the name, in dots: {@code http.port}
 * @param defaultText the value when nothing else says otherwise, as a user would write it
 * @param rule what a value must be, in words
 * @param doc what it does
 * @param secret whether a value must not be shown
 * @param parser reads a value; throws {@link IllegalArgumentException} when the rule is broken
 */
public record Setting<T>(
    String key,
    String defaultText,
    String rule,
    String doc,
    boolean secret,
    Function<String, T> parser) {

  /** The environment variable of the same meaning: {@code TIDEMARK_HTTP_PORT}. */
  public String variable() {
    return "TIDEMARK_" + key.toUpperCase(Locale.ROOT).replace('.', '_');
  }
}
