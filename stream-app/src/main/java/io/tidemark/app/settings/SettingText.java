package io.tidemark.app.settings;

import io.tidemark.http.AccessTokens;
import io.tidemark.http.Scope;
import io.tidemark.store.redis.RedisSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Values of settings as a user writes them. What breaks the rule of a setting is an {@link
 * IllegalArgumentException}.
 */
final class SettingText {
  private SettingText() {}

  static List<String> each(String text, String pattern) {
    List<String> parts =
        Arrays.stream(text.split(",", -1)).map(String::strip).filter(p -> !p.isEmpty()).toList();
    if (!parts.stream().allMatch(part -> part.matches(pattern))) {
      throw new IllegalArgumentException("not of the form");
    }
    return parts;
  }

  static Optional<Path> readable(String text) {
    Optional<Path> file = Optional.of(text).filter(Predicate.not(String::isBlank)).map(Path::of);
    if (file.isPresent() && !Files.isReadable(file.get())) {
      throw new IllegalArgumentException("not readable");
    }
    return file;
  }

  static String address(String text) {
    String address = text.strip();
    if (!address.isEmpty()) {
      URI uri = URI.create("http://" + address);
      if (uri.getHost() == null || uri.getPort() < 1 || !uri.getPath().isEmpty()) {
        throw new IllegalArgumentException("no host and port");
      }
    }
    return address;
  }

  static List<URI> addresses(String text) {
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

  static List<String> tokens(String text) {
    List<String> tokens = words(text).toList();
    AccessTokens unused = AccessTokens.of(Map.of(Scope.READ, tokens));
    return tokens;
  }

  static String notEmpty(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("empty");
    }
    return text;
  }

  static String redisUrls(String text) {
    List<String> urls = RedisSettings.urls(text);
    if (urls.isEmpty() || !urls.stream().allMatch(RedisSettings::isUrl)) {
      throw new IllegalArgumentException("no URL of Redis");
    }
    return text;
  }

  static int inRange(String text, int least, int most) {
    int number = Integer.parseInt(text.strip());
    if (number < least || number > most) {
      throw new IllegalArgumentException("out of range");
    }
    return number;
  }

  static Duration inRange(String text, Duration least, Duration most) {
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

  static String oneOf(String text, List<String> choices) {
    if (!choices.contains(text)) {
      throw new IllegalArgumentException("not a choice");
    }
    return text;
  }

  static String show(Duration duration) {
    return duration.toMillis() % 1000 != 0
        ? duration.toMillis() + "ms"
        : duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
