package io.tidemark.app.settings;

import io.tidemark.http.AccessTokens;
import io.tidemark.http.Scope;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One setting, declared once.
 *
 * @param <T> the type of its value
 * @param key the name, in dots: {@code http.port}
 * @param defaultText the value when nothing else says otherwise, as a user would write it
 * @param rule what a value must be, in words
 * @param doc what it does
 * @param parser reads a value; throws {@link IllegalArgumentException} when the rule is broken
 */
public record Setting<T>(
    String key, String defaultText, String rule, String doc, Function<String, T> parser) {

  /** The environment variable of the same meaning: {@code TIDEMARK_HTTP_PORT}. */
  public String variable() {
    return "TIDEMARK_" + key.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  static Setting<String> text(String key, String defaultText, String doc) {
    return new Setting<>(key, defaultText, "text, not empty", doc, Setting::notEmpty);
  }

  static Setting<Integer> count(String key, int defaultValue, int least, int most, String doc) {
    String rule = "a whole number from " + least + " to " + most;
    return new Setting<>(
        key, Integer.toString(defaultValue), rule, doc, text -> inRange(text, least, most));
  }

  static Setting<Duration> duration(
      String key, String defaultText, Duration least, Duration most, String doc) {
    String rule = "a duration such as 500ms, 5s or 10m from " + show(least) + " to " + show(most);
    return new Setting<>(key, defaultText, rule, doc, text -> inRange(text, least, most));
  }

  static Setting<String> choice(String key, List<String> choices, String doc) {
    String rule = "one of " + String.join(", ", choices);
    return new Setting<>(key, choices.get(0), rule, doc, text -> oneOf(text, choices));
  }

  /** A list without a default. */
  static Setting<List<String>> list(String key, String rule, String doc, String pattern) {
    return new Setting<>(key, "", rule, doc, text -> each(text, pattern));
  }

  private static List<String> each(String text, String pattern) {
    List<String> parts =
        Arrays.stream(text.split(",", -1)).map(String::strip).filter(p -> !p.isEmpty()).toList();
    if (!parts.stream().allMatch(part -> part.matches(pattern))) {
      throw new IllegalArgumentException("not of the form");
    }
    return parts;
  }

  static Setting<Optional<String>> optional(String key, String doc) {
    return new Setting<>(
        key, "", "text", doc, text -> Optional.of(text).filter(Predicate.not(String::isBlank)));
  }

  static Setting<Optional<Path>> file(String key, String doc) {
    return new Setting<>(key, "", "a file that can be read", doc, Setting::readable);
  }

  static Setting<Boolean> flag(String key, boolean defaultValue, String doc) {
    return new Setting<>(
        key,
        Boolean.toString(defaultValue),
        "true or false",
        doc,
        text -> oneOf(text, List.of("true", "false")).equals("true"));
  }

  /** Secrets: several are separated by blanks, commas or lines; none by default. */
  static Setting<List<String>> tokens(String key, String doc) {
    String rule = "tokens of at least " + AccessTokens.MIN_LENGTH + " visible ASCII characters";
    return new Setting<>(key, "", rule, doc, Setting::tokens);
  }

  /** Where others reach this process; empty by default. */
  static Setting<String> address(String key, String doc) {
    return new Setting<>(key, "", "host:port", doc, Setting::address);
  }

  /** Addresses of processes: several are separated by blanks, commas or lines; none by default. */
  static Setting<List<URI>> addresses(String key, String doc) {
    return new Setting<>(key, "", "http:// or https:// with a host", doc, Setting::addresses);
  }

  /** Whether the value must not be shown. */
  boolean isSecret() {
    return key.endsWith("url") || key.endsWith(".password") || key.contains(".tokens.");
  }

  private static Optional<Path> readable(String text) {
    Optional<Path> file = Optional.of(text).filter(Predicate.not(String::isBlank)).map(Path::of);
    if (file.isPresent() && !Files.isReadable(file.get())) {
      throw new IllegalArgumentException("not readable");
    }
    return file;
  }

  private static String address(String text) {
    String address = text.strip();
    if (!address.isEmpty()) {
      URI uri = URI.create("http://" + address);
      if (uri.getHost() == null || uri.getPort() < 1 || !uri.getPath().isEmpty()) {
        throw new IllegalArgumentException("no host and port");
      }
    }
    return address;
  }

  private static List<URI> addresses(String text) {
    List<URI> addresses = words(text).map(URI::create).toList();
    for (URI address : addresses) {
      if (address.getHost() == null || !address.toString().matches("https?://.*")) {
        throw new IllegalArgumentException("no address");
      }
    }
    return addresses;
  }

  private static Stream<String> words(String text) {
    return Stream.of(text.split("[\\s,]+")).filter(word -> !word.isEmpty());
  }

  private static List<String> tokens(String text) {
    List<String> tokens = words(text).toList();
    AccessTokens unused = AccessTokens.of(Map.of(Scope.READ, tokens));
    return tokens;
  }

  private static String notEmpty(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("empty");
    }
    return text;
  }

  private static int inRange(String text, int least, int most) {
    int number = Integer.parseInt(text.strip());
    if (number < least || number > most) {
      throw new IllegalArgumentException("out of range");
    }
    return number;
  }

  private static Duration inRange(String text, Duration least, Duration most) {
    Duration duration = parse(text.strip().toLowerCase(Locale.ROOT));
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      throw new IllegalArgumentException("out of range");
    }
    return duration;
  }

  private static Duration parse(String text) {
    return text.endsWith("ms")
        ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
        : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }

  private static String oneOf(String text, List<String> choices) {
    if (!choices.contains(text)) {
      throw new IllegalArgumentException("not a choice");
    }
    return text;
  }

  private static String show(Duration duration) {
    return duration.toMillis() % 1000 != 0
        ? duration.toMillis() + "ms"
        : duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
