package io.tidemark.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistrySettingsTest {

  private static final String URL = "schema.registry.url";

  @Test
  void addressAloneIsEnough() {
    RegistrySettings settings = RegistrySettings.parse(Map.of(URL, "http://registry:8081/"));

    assertThat(settings.endpoints()).containsExactly(new Endpoint("http://registry:8081", null));
    assertThat(settings.timing().total()).isEqualTo(Duration.ofSeconds(8));
    assertThat(settings.tls()).isNull();
    assertThat(settings.autoRegister()).isTrue();
  }

  @Test
  void severalAddressesKeepTheirOrderAndPath() {
    RegistrySettings settings =
        RegistrySettings.parse(Map.of(URL, "https://a/apis/ccompat/v7, http://b:81"));

    assertThat(settings.endpoints())
        .extracting(Endpoint::base)
        .containsExactly("https://a/apis/ccompat/v7", "http://b:81");
  }

  @Test
  void confluentsPrefixIsUnderstood() {
    Map<String, String> settings = Map.of(URL, "http://a", "schema.registry.max.retries", "7");

    assertThat(RegistrySettings.parse(settings).timing().retries()).isEqualTo(7);
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    List<SettingProblem> problems =
        problems(
            Map.of(
                URL,
                "registry:8081,ftp://x",
                "max.retries",
                "-1",
                "http.read.timeout.ms",
                "soon",
                "auto.register.schemas",
                "maybe",
                "basic.auth.credentials.source",
                "SASL_INHERIT",
                "ssl.endpoint.identification.algorithm",
                "none",
                "ssl.truststore.location",
                "/no/such/file",
                "retries.wait",
                "5"));

    assertThat(problems)
        .extracting(SettingProblem::name)
        .containsExactlyInAnyOrder(
            URL,
            URL,
            "max.retries",
            "http.read.timeout.ms",
            "auto.register.schemas",
            "basic.auth.credentials.source",
            "ssl.endpoint.identification.algorithm",
            "ssl.truststore.location",
            "retries.wait");
  }

  @Test
  void problemSaysWhatValueRuleAndHint() {
    assertThat(problems(Map.of(URL, "http://a", "max.retries", "x")).get(0))
        .hasToString(
            "Invalid value 'x' for setting max.retries: must be a whole number, 0 or more. "
                + "The default is 3.");
  }

  @Test
  void everySettingIsInTheReadme() throws IOException {
    String hint = problems(Map.of(URL, "http://a", "no.such", "x")).get(0).hint();
    List<String> known = List.of(hint.replaceAll("Known: \\[|\\]\\.", "").split(", "));

    assertThat(known).hasSizeGreaterThan(30);
    assertThat(Files.readString(Path.of("README.md")))
        .contains(known.stream().map(name -> "`" + name + "`").toList());
  }

  @Test
  void missingAddressIsReported() {
    assertThat(problems(Map.of()).get(0).toString()).startsWith("Missing setting " + URL);
  }

  @Test
  void credentialsThatWouldNotBeUsedAreReported() {
    assertThat(problems(Map.of(URL, "http://a", "basic.auth.user.info", "me:secret")))
        .extracting(SettingProblem::name)
        .containsExactly("basic.auth.user.info");
    assertThat(problems(Map.of(URL, "http://a", "basic.auth.credentials.source", "USER_INFO")))
        .extracting(SettingProblem::name)
        .containsExactly("basic.auth.user.info");
  }

  @Test
  void basicAndBearerExcludeEachOther() {
    Map<String, String> both =
        Map.of(
            URL,
            "http://a",
            "basic.auth.credentials.source",
            "USER_INFO",
            "basic.auth.user.info",
            "me:secret",
            "bearer.auth.token",
            "abc");

    assertThat(problems(both))
        .extracting(SettingProblem::name)
        .containsExactly("bearer.auth.token");
  }

  @Test
  void secretsArePrintedNowhere() {
    Map<String, String> wrong =
        Map.of(
            URL,
            "ftp://me:hunter2@a",
            "basic.auth.user.info",
            "me:hunter2",
            "bearer.auth.token",
            "hunter2",
            "ssl.keystore.passwort",
            "hunter2");
    Map<String, String> right =
        Map.of(URL, "http://me:hunter2@a", "request.header.X-Key", "hunter2");

    assertThat(failure(wrong)).message().doesNotContain("hunter2");
    assertThat(RegistrySettings.parse(right).toString()).doesNotContain("hunter2");
  }

  private static List<SettingProblem> problems(Map<String, String> settings) {
    return failure(settings).problems();
  }

  private static RegistrySettingsException failure(Map<String, String> settings) {
    return catchThrowableOfType(
        RegistrySettingsException.class, () -> RegistrySettings.parse(settings));
  }
}
