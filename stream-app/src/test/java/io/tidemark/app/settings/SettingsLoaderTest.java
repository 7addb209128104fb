package io.tidemark.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsLoaderTest {
  private static final String SECRET = "hunter2";

  @TempDir Path folder;

  /** Every combination of places: the last one that says something wins. */
  static Stream<Arguments> places() {
    return Stream.of(
        Arguments.of(null, null, null, null, "redis://localhost:6379"),
        Arguments.of("redis://definitions", null, null, null, "redis://definitions"),
        Arguments.of("redis://definitions", "redis://variable", null, null, "redis://variable"),
        Arguments.of(null, "redis://variable", null, null, "redis://variable"),
        Arguments.of(
            "redis://definitions", "redis://variable", "redis://file", null, "redis://file"),
        Arguments.of(null, null, "redis://file", null, "redis://file"),
        Arguments.of(
            "redis://definitions",
            "redis://variable",
            "redis://file",
            "redis://flag",
            "redis://flag"),
        Arguments.of("redis://definitions", null, null, "redis://flag", "redis://flag"));
  }

  @ParameterizedTest
  @MethodSource("places")
  void laterPlaceWins(String yaml, String variable, String file, String flag, String expected)
      throws Exception {
    SettingsLoader loader = new SettingsLoader();
    if (yaml != null) {
      loader.file(Map.of("redis.url", yaml));
    }
    if (variable != null) {
      loader.environment(Map.of("TIDEMARK_REDIS_URL", variable));
    }
    if (file != null) {
      Path secret = Files.writeString(folder.resolve("secret"), file + "\n");
      loader.environment(Map.of("TIDEMARK_REDIS_URL_FILE", secret.toString()));
    }
    if (flag != null) {
      loader.flags(Map.of("redis.url", flag));
    }
    assertThat(loader.load().get(RedisSetting.URL)).isEqualTo(expected);
  }

  @Test
  void fileWinsOverItsVariableInOneEnvironment() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "redis://file");
    Settings settings =
        new SettingsLoader()
            .environment(
                Map.of(
                    "TIDEMARK_REDIS_URL_FILE",
                    secret.toString(),
                    "TIDEMARK_REDIS_URL",
                    "redis://variable"))
            .load();
    assertThat(settings.get(RedisSetting.URL)).isEqualTo("redis://file");
  }

  @Test
  void variableOfASettingThatIsAFileIsItsPath() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), SECRET);
    Settings settings =
        new SettingsLoader()
            .environment(Map.of("TIDEMARK_REDIS_PASSWORD_FILE", secret.toString()))
            .load();
    assertThat(settings.get(RedisSetting.PASSWORD_FILE)).contains(secret);
    assertThat(settings.get(RedisSetting.PASSWORD)).isEmpty();
  }

  @Test
  void fileThatCannotBeReadIsAProblem() {
    assertThatThrownBy(
            () -> new SettingsLoader().flags(Map.of("redis.tls.ca.file", "/no/such/file")).load())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("/no/such/file")
        .hasMessageContaining("a file that can be read");
  }

  @Test
  void settingsOfTheRegistrysClientKeepConfluentsNames() {
    Map<String, String> environment =
        Map.of(
            "TIDEMARK_SCHEMA_REGISTRY_SSL_TRUSTSTORE_LOCATION", "/trust.jks",
            "TIDEMARK_BEARER_AUTH_CREDENTIALS_SOURCE", "OAUTHBEARER",
            "TIDEMARK_BEARER_AUTH_ISSUER_ENDPOINT_URL", "https://issuer/token",
            "TIDEMARK_BASIC_AUTH_USER_INFO", "me:x",
            "TIDEMARK_PROXY_HOST", "proxy",
            "TIDEMARK_SCHEMA_REGISTRY_MAX_RETRIES", "1");

    assertThat(new SettingsLoader().environment(environment).load().registry())
        .containsEntry("schema.registry.ssl.truststore.location", "/trust.jks")
        .containsEntry("bearer.auth.credentials.source", "OAUTHBEARER")
        .containsEntry("bearer.auth.issuer.endpoint.url", "https://issuer/token")
        .containsEntry("basic.auth.user.info", "me:x")
        .containsEntry("proxy.host", "proxy")
        .containsEntry("schema.registry.max.retries", "1");
  }

  @Test
  void everyDefaultKeepsItsOwnRule() {
    Settings settings = new SettingsLoader().load();
    assertThat(Settings.ALL)
        .allSatisfy(setting -> assertThat(settings.get(setting)).as(setting.key()).isNotNull());
    assertThat(settings.get(StreamsSetting.COMMIT_INTERVAL)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void everySettingHasItsVariable() {
    for (Setting<?> setting : Settings.ALL) {
      Settings settings =
          new SettingsLoader()
              .environment(Map.of(setting.variable(), setting.defaultText()))
              .load();
      assertThat(settings.toString()).contains(setting.key());
    }
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    SettingsLoader loader =
        new SettingsLoader()
            .file(Map.of("http.prot", "1"))
            .environment(
                Map.of("TIDEMARK_HTTP_PORT", "70000", "TIDEMARK_REDIS_URL_FILE", "/no/such/file"))
            .flags(Map.of("streams.guarantee", "exactly_once", "drift.interval", "1ms"));

    assertThatThrownBy(loader::load)
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("Unknown setting http.prot (settings: in the definitions)")
        .hasMessageContaining("Invalid value 70000 for setting http.port (TIDEMARK_HTTP_PORT)")
        .hasMessageContaining("a whole number from 0 to 65535")
        .hasMessageContaining("Cannot read /no/such/file for setting redis.url")
        .hasMessageContaining("one of exactly_once_v2, at_least_once")
        .hasMessageContaining("setting drift.interval (--set drift.interval)");
  }

  @Test
  void urlThatIsNoneOfRedisIsToldWithTheOthersAndNotShown() {
    for (String url : List.of("http://:" + SECRET + "@a", "nonsense " + SECRET, ",", "redis://")) {
      SettingsLoader loader =
          new SettingsLoader().flags(Map.of("redis.url", url, "http.port", "x", "redis.quee", "1"));
      assertThatThrownBy(loader::load)
          .hasMessageContaining(
              "Invalid value for setting redis.url (--set redis.url): must be redis://")
          .hasMessageContaining("http.port")
          .hasMessageContaining("redis.quee")
          .hasMessageNotContaining(SECRET);
    }
  }

  @Test
  void whatDoesNotGoTogetherIsToldWithTheOthers() {
    List<SettingsCheck> together =
        List.of(
            new SettingsCheck("redis.", settings -> refuse("redis")),
            new SettingsCheck("http.", settings -> refuse("http")),
            new SettingsCheck("schema.registry.", settings -> {}));
    SettingsLoader loader = new SettingsLoader().flags(Map.of("http.port", "x", "nonsense", "1"));

    assertThatThrownBy(() -> loader.load(together))
        .satisfies(
            error ->
                assertThat(((SettingsException) error).problems())
                    .hasSize(3)
                    .anyMatch(problem -> problem.contains("http.port"))
                    .anyMatch(problem -> problem.contains("nonsense"))
                    .as("http. is not asked, since its port is wrong already")
                    .contains("redis"));
  }

  private static void refuse(String problem) {
    throw new SettingsException(List.of(problem));
  }

  @Test
  void unknownKeyIsToldTheLikelyOne() {
    assertThatThrownBy(() -> new SettingsLoader().flags(Map.of("httpPort", "1")).load())
        .hasMessageContaining("did you mean http.port?");
    assertThatThrownBy(() -> new SettingsLoader().flags(Map.of("redis.secret", "1")).load())
        .hasMessageContaining("`tidemark settings` lists them all.");
  }

  @Test
  void variablesOfOthersAreLeftAlone() {
    SettingsLoader loader =
        new SettingsLoader()
            .environment(
                Map.of(
                    "PATH", "/bin", "TIDEMARK_JAVA_OPTS", "-Xmx1g", "TIDEMARK_LOG_LEVEL", "DEBUG"));

    assertThatCode(loader::load).doesNotThrowAnyException();
  }

  @Test
  void settingsOfTheClientsArePassedOnUnderTheirNames() {
    Settings settings =
        new SettingsLoader()
            .environment(
                Map.of(
                    "TIDEMARK_KAFKA_SECURITY_PROTOCOL",
                    "SASL_SSL",
                    "TIDEMARK_BASIC_AUTH_USER_INFO",
                    "me:" + SECRET))
            .load();
    assertThat(settings.kafka())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("bootstrap.servers", "localhost:9092")
        .doesNotContainKey("basic.auth.user.info");
    assertThat(settings.registry()).containsEntry("basic.auth.user.info", "me:" + SECRET);
  }

  @Test
  void secretsAreInNoMessage() {
    Settings settings =
        new SettingsLoader()
            .flags(
                Map.of(
                    "redis.url",
                    "redis://:" + SECRET + "@localhost",
                    "kafka.sasl.jaas.config",
                    SECRET))
            .load();
    assertThat(settings.toString()).contains("redis.url").doesNotContain(SECRET);

    SettingsLoader broken = new SettingsLoader().flags(Map.of("redis.pasword", SECRET));
    assertThatThrownBy(broken::load)
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain(SECRET));
  }
}
