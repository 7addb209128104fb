package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tidemark.app.settings.Setting;
import io.tidemark.app.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TidemarkCommandTest {
  private static final Path README = Path.of("README.md");
  private static final String BEGIN = "<!-- settings -->";
  private static final String END = "<!-- /settings -->";

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = TidemarkCommand.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  @Test
  void builtInDefinitionsAreValid() {
    assertThat(run("check")).as(() -> err.toString()).isZero();
    assertThat(out.toString()).contains("1 sources, 1 feature groups, 1 models");
  }

  @Test
  void checkPrintsEveryProblemAndExitsWithTwo() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("bad.yaml"),
            """
            namespace: shop
            sources:
              - {name: events, topic: events, event_time: at, event_id: id, dedup_windo: 1h}
            entities:
              - {name: user, key: []}
            features:
              - group: g
                version: 1
                source: evnts
                entity: user
                aggregate:
                  - {name: n, op: cuont, windows: [5m]}
            """);
    assertThat(run("check", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("bad.yaml:3", "dedup_windo")
        .contains("bad.yaml:5")
        .contains("bad.yaml:12", "cuont");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          replay --rate -1                 | Invalid rate -1.0: must be a number of 0 or more.
          replay --rate NaN                | Invalid rate NaN: must be a number of 0 or more.
          replay --attempts 0              | Invalid number of attempts 0: must be at least 1.
          replay --partition -1            | Invalid partition -1: must be 0 or more.
          replay --from-offset 5 --until-offset 2 | Invalid offsets from 5 until 2
          replay --from x                  | 'x' is not an instant such as 2026-11-30T09:00:00Z
          replay --report /nowhere/at/all  | Cannot write /nowhere/at/all: there is no folder /nowhere/at.
          export /nowhere/at/all           | Cannot write /nowhere/at/all: there is no folder /nowhere/at.
          export /                         | File / is there already
          list --limit 0                   | Invalid --limit 0
          """)
  void whatCannotBeMeantOfQuarantineExitsWithTwo(String typed, String says) {
    assertThat(run(("quarantine " + typed).split(" "))).as(() -> err.toString()).isEqualTo(2);
    assertThat(err.toString()).contains(says).doesNotContain("java.");
  }

  @Test
  void stackTraceIsShownOnDemandAlone() {
    assertThat(run("run", "--set", "http.prt=1")).isEqualTo(2);
    assertThat(err.toString()).contains("Unknown setting http.prt").doesNotContain("\tat ");

    assertThat(run("run", "--verbose", "--set", "http.prt=1")).isEqualTo(2);
    assertThat(err.toString()).contains("SettingsException", "\tat io.tidemark.");
  }

  @Test
  void feastProjectIsWrittenAndAConfigurationThatIsThereIsKept() throws IOException {
    Path project = folder.resolve("project");
    assertThat(run("feast", "--output=" + project, "--set=redis.url=rediss://u:secret@r:7000/2"))
        .as(() -> err.toString())
        .isZero();
    Path configuration = project.resolve("feature_store.yaml");
    assertThat(configuration).content().contains("\"r:7000,db=2,ssl=true\"", "type: redis\n");
    assertThat(configuration).content().doesNotContain("secret");
    assertThat(project.resolve("tidemark_features.py"))
        .content()
        .contains("view_activity = FeatureView(");

    Files.writeString(configuration, "mine");
    assertThat(run("feast", "--output=" + project)).isZero();
    assertThat(configuration).hasContent("mine");
    assertThat(run("feast")).isZero();
    assertThat(out.toString()).contains("view_activity = FeatureView(");
  }

  @Test
  void feastSaysThatRowsAreNotInItsLayout() {
    assertThat(run("feast", "--set=redis.layout=feast")).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(run("feast")).isZero();
    assertThat(err.toString()).contains("redis.layout=feast");
  }

  @Test
  void feastSaysWhatItsProjectCannotBe() throws IOException {
    Path file = Files.writeString(folder.resolve("named.yaml"), "namespace: my-shop\n");
    assertThat(run("feast", "--config", file.toString())).isZero();
    assertThat(err.toString()).contains("my-shop", "Use '_'");
    assertThat(run("feast", "--output=" + file)).isEqualTo(2);
    assertThat(err.toString()).contains("it is a file").doesNotContain("\tat ");
  }

  @Test
  void wrongSettingsExitWithTwoAndNameAllOfThem() {
    assertThat(run("check", "--set", "http.port=x", "--set", "nonsense=1")).isEqualTo(2);
    assertThat(err.toString()).contains("http.port").contains("nonsense");
  }

  @Test
  void startNamesAllThatIsWrongWithItsSettings() {
    for (String command : List.of("run", "serve")) {
      assertThat(
              run(
                  command,
                  "--set=streams.guarantee=once",
                  "--set=http.host=0.0.0.0",
                  "--set=redis.user=tidemark",
                  "--set=schema.registry.url=ftp://registry",
                  "--set=schema.registry.max.retries=x"))
          .isEqualTo(2);
      assertThat(err.toString())
          .contains("streams.guarantee", "http.tokens.read", "has no password")
          .contains("ftp://registry", "max.retries");
      err.getBuffer().setLength(0);
    }
  }

  @Test
  void doctorNamesSettingsThatDoNotGoTogetherBeforeItAsks() {
    assertThat(
            run("doctor", "--set", "redis.url=redis://a,redis://b", "--set", "http.host=0.0.0.0"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("redis.", "http.");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void urlOfRedisIsToldWithTheOthers() {
    assertThat(run("run", "--set=redis.url=http://r", "--set=http.port=x")).isEqualTo(2);
    assertThat(err.toString()).contains("setting redis.url", "redis://", "http.port");
  }

  @Test
  void checkWithoutARegistrySaysHowToDoWithoutOne() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("orders.yaml"),
            """
            namespace: shop
            sources:
              - {name: orders, topic: orders, event_time: at, event_id: id}
            """);
    String[] check = {
      "check",
      "--config=" + file,
      "--set=schema.registry.url=http://127.0.0.1:1",
      "--set=schema.registry.max.retries=0"
    };
    assertThat(run(check)).isEqualTo(1);
    assertThat(err.toString()).contains("did not answer", "--schema TOPIC=FILE");
  }

  @Test
  void networkWithoutATokenIsRefusedAtStart() {
    assertThat(run("serve", "--set", "http.host=0.0.0.0", "--set", "http.port=0")).isEqualTo(2);
    assertThat(err.toString()).contains("0.0.0.0", "http.tokens.read", "http.host=127.0.0.1");
  }

  @Test
  void tokenThatIsTooShortIsRefusedAndNotShown() {
    assertThat(run("serve", "--set", "http.tokens.read=hunter2")).isEqualTo(2);
    assertThat(err.toString())
        .contains("http.tokens.read", "at least 24", "Default: none")
        .doesNotContain("hunter2");
  }

  @Test
  void unknownCommandExitsWithTwoAndShowsTheCommands() {
    assertThat(run("chekc")).isEqualTo(2);
    assertThat(err.toString()).contains("chekc").contains("check");
  }

  @Test
  void settingsPrintsOneRowEach() {
    assertThat(run("settings")).isZero();
    assertThat(out.toString().lines()).hasSize(Settings.ALL.size() + 2);
    for (Setting<?> setting : Settings.ALL) {
      assertThat(out.toString()).contains("| `" + setting.key() + "` | ");
    }
  }

  @Test
  void readmeHasTheSettingsAsTheyArePrinted() throws IOException {
    assumeThat(README).as("the module's README").exists();
    String readme = Files.readString(README);
    run("settings");

    assertThat(readme).contains(BEGIN).contains(END);
    String table = readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END));
    assertThat(table.strip()).isEqualTo(out.toString().strip());
  }
}
