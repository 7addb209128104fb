package io.tidemark.app.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.SettingsException;
import io.tidemark.app.settings.SettingsLoader;
import io.tidemark.store.redis.RedisLayout;
import io.tidemark.store.redis.RedisLogin;
import io.tidemark.store.redis.RedisSettings;
import io.tidemark.store.redis.RedisTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RedisPlanTest {
  private static final String SECRET = "hunter2";

  @TempDir private static Path folder;

  private static Settings settings(Map<String, String> flags) {
    return new SettingsLoader().flags(flags).load();
  }

  private static Path file(String name) {
    try {
      return Files.writeString(folder.resolve(name), "");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void defaultsAreThoseOfTheClient() {
    assertThat(RedisPlan.of(settings(Map.of())))
        .isEqualTo(RedisSettings.of("redis://localhost:6379"));
  }

  @Test
  void everySettingArrives() {
    Path password = file("password");
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("redis.url", "rediss://a:7000, rediss://b:7001,rediss://c:7002");
    flags.put("redis.mode", "cluster");
    flags.put("redis.layout", "feast");
    flags.put("redis.user", "tidemark");
    flags.put("redis.password.file", password.toString());
    flags.put("redis.tls.ca.file", file("ca").toString());
    flags.put("redis.tls.cert.file", file("cert").toString());
    flags.put("redis.tls.key.file", file("key").toString());
    flags.put("redis.tls.verify.hostname", "false");
    flags.put("redis.connect.timeout", "3s");
    flags.put("redis.timeout", "4s");
    flags.put("redis.queue", "5000");
    flags.put("redis.tombstone", "6m");

    assertThat(RedisPlan.of(settings(flags)))
        .isEqualTo(
            new RedisSettings(
                List.of("rediss://a:7000", "rediss://b:7001", "rediss://c:7002"),
                true,
                RedisLayout.FEAST,
                new RedisLogin("tidemark", null, password),
                new RedisTls(file("ca"), file("cert"), file("key"), false),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                5_000,
                Duration.ofMinutes(6)));
  }

  @Test
  void passwordWithoutAUserIsTheDefaultUsers() {
    RedisSettings redis = RedisPlan.of(settings(Map.of("redis.password", SECRET)));

    assertThat(redis.login()).isEqualTo(new RedisLogin(null, SECRET, null));
    assertThat(redis.toString()).doesNotContain(SECRET);
  }

  @Test
  void commaInAPasswordIsNoEndOfAUrl() {
    RedisSettings redis = RedisPlan.of(settings(Map.of("redis.url", "redis://:a,b@host")));

    assertThat(redis.urls()).containsExactly("redis://:a,b@host");
  }

  static Stream<Arguments> contradictions() {
    String ca = file("ca").toString();
    return Stream.of(
        Arguments.of(Map.of("redis.url", "redis://a,redis://b"), "a server has one URL"),
        Arguments.of(
            Map.of("redis.url", "redis://a,rediss://b", "redis.mode", "cluster"),
            "some ask for TLS"),
        Arguments.of(Map.of("redis.tls.ca.file", ca), "no URL asks for TLS"),
        Arguments.of(
            Map.of("redis.url", "rediss://a", "redis.tls.cert.file", ca), "belong together"),
        Arguments.of(Map.of("redis.url", "redis://a/1", "redis.mode", "cluster"), "no databases"),
        Arguments.of(Map.of("redis.user", "tidemark"), "has no password"),
        Arguments.of(
            Map.of("redis.password", SECRET, "redis.password.file", ca),
            "a password and a password file"),
        Arguments.of(
            Map.of("redis.url", "redis://u:" + SECRET + "@a", "redis.password", SECRET),
            "Take it out of the URL"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void contradictionIsOneErrorWithoutSecrets(Map<String, String> flags, String message) {
    Settings settings = settings(flags);

    assertThatThrownBy(() -> RedisPlan.of(settings))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("redis.*")
        .hasMessageNotContaining(SECRET)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }
}
