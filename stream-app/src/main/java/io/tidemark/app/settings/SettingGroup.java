package io.tidemark.app.settings;

import io.tidemark.http.AccessTokens;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The settings of one area: to declare one here is to have it in {@link Settings#ALL}. */
final class SettingGroup {
  private final List<Setting<?>> declared;
  private final boolean secret;

  SettingGroup() {
    this(new ArrayList<>(), false);
  }

  private SettingGroup(List<Setting<?>> declared, boolean secret) {
    this.declared = declared;
    this.secret = secret;
  }

  /** The same group, for a setting whose value must not be shown. */
  SettingGroup secret() {
    return new SettingGroup(declared, true);
  }

  /** What was declared, in that order. */
  List<Setting<?>> settings() {
    return List.copyOf(declared);
  }

  Setting<String> text(String key, String defaultText, String doc) {
    return declare(key, defaultText, "text, not empty", doc, SettingText::notEmpty);
  }

  /** URLs of Redis as one text, since a password may have commas. */
  Setting<String> redisUrls(String key, String defaultText, String doc) {
    String rule =
        "redis://[user[:password]@]host[:port][/database], or rediss:// for TLS, with special"
            + " characters of a password as %XX";
    return declare(key, defaultText, rule, doc, SettingText::redisUrls);
  }

  Setting<Integer> count(String key, int defaultValue, int least, int most, String doc) {
    String rule = "a whole number from " + least + " to " + most;
    String defaultText = Integer.toString(defaultValue);
    return declare(key, defaultText, rule, doc, text -> SettingText.inRange(text, least, most));
  }

  Setting<Duration> duration(
      String key, String defaultText, Duration least, Duration most, String doc) {
    String rule =
        "a duration such as 500ms, 5s or 10m from "
            + SettingText.show(least)
            + " to "
            + SettingText.show(most);
    return declare(key, defaultText, rule, doc, text -> SettingText.inRange(text, least, most));
  }

  Setting<String> choice(String key, List<String> choices, String doc) {
    String rule = "one of " + String.join(", ", choices);
    return declare(key, choices.get(0), rule, doc, text -> SettingText.oneOf(text, choices));
  }

  /** A list without a default. */
  Setting<List<String>> list(String key, String rule, String doc, String pattern) {
    return declare(key, "", rule, doc, text -> SettingText.each(text, pattern));
  }

  Setting<Optional<String>> optional(String key, String doc) {
    return declare(
        key, "", "text", doc, text -> Optional.of(text).filter(Predicate.not(String::isBlank)));
  }

  /** A file that is read; none by default. */
  Setting<Optional<Path>> file(String key, String doc) {
    return declare(key, "", "a file that can be read", doc, SettingText::readable);
  }

  /** A folder that may have to be made. */
  Setting<Path> folder(String key, String defaultText, String doc) {
    return declare(key, defaultText, "a folder", doc, Path::of);
  }

  Setting<Boolean> flag(String key, boolean defaultValue, String doc) {
    return declare(
        key,
        Boolean.toString(defaultValue),
        "true or false",
        doc,
        text -> SettingText.oneOf(text, List.of("true", "false")).equals("true"));
  }

  /** Bearer tokens: several are separated by blanks, commas or lines; none by default. */
  Setting<List<String>> tokens(String key, String doc) {
    String rule = "tokens of at least " + AccessTokens.MIN_LENGTH + " visible ASCII characters";
    return declare(key, "", rule, doc, SettingText::tokens);
  }

  /** Where others reach this process; empty by default. */
  Setting<String> address(String key, String doc) {
    return declare(key, "", "host:port", doc, SettingText::address);
  }

  /** Addresses of processes: several are separated by blanks, commas or lines; none by default. */
  Setting<List<URI>> addresses(String key, String doc) {
    return declare(key, "", "http:// or https:// with a host", doc, SettingText::addresses);
  }

  private <T> Setting<T> declare(
      String key, String defaultText, String rule, String doc, Function<String, T> parser) {
    Setting<T> setting = new Setting<>(key, defaultText, rule, doc, secret, parser);
    declared.add(setting);
    return setting;
  }
}
