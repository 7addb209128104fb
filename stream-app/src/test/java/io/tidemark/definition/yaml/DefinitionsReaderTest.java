package io.tidemark.definition.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.AggregateParameters;
import io.tidemark.definition.ClockMode;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.Definitions;
import io.tidemark.definition.Derived;
import io.tidemark.definition.Entity;
import io.tidemark.definition.EventTimeUnit;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.FeatureService;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.definition.Model;
import io.tidemark.definition.Position;
import io.tidemark.definition.Rule;
import io.tidemark.definition.Source;
import io.tidemark.definition.SourceRecords;
import io.tidemark.definition.Window;
import io.tidemark.definition.WindowTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionsReaderTest {
  private static final Path GOOD = Path.of("src/test/resources/definitions/good");

  private static LoadedDefinitions readText(String text) throws DefinitionException {
    return DefinitionsReader.readText("test.yaml", text, Path.of(""));
  }

  @Test
  void everyAttributeOfTheExampleArrives() throws DefinitionException {
    Definitions shop = DefinitionsReader.read(GOOD.resolve("shop.yaml")).definitions();
    assertThat(shop.namespace()).isEqualTo("shop");
    assertThat(shop.clock()).isEqualTo(ClockMode.WALL);
    assertThat(shop.sources())
        .containsExactly(
            new Source(
                "transactions",
                "transactions",
                SourceRecords.ALL,
                "invoice_time",
                EventTimeUnit.LOGICAL_TYPE,
                "transaction_id",
                Duration.ofHours(1),
                Duration.ofMinutes(5),
                List.of("customer_id"),
                List.of("customer_id"),
                List.of(
                    new Rule("price_not_negative", "unit_price >= 0.0", Rule.OnFail.QUARANTINE),
                    new Rule(
                        "shipped_after_ordered",
                        "shipped_at == null || shipped_at >= ordered_at",
                        Rule.OnFail.FLAG))));
    assertThat(shop.entities()).containsExactly(new Entity("customer", List.of("customer_id")));
  }

  @Test
  void groupOfTheExampleArrives() throws DefinitionException {
    FeatureGroup group =
        DefinitionsReader.read(GOOD.resolve("shop.yaml")).definitions().groups().get(0);
    assertThat(List.of(group.name(), group.owner(), group.source(), group.entity(), group.where()))
        .containsExactly("spending", "growth-team", "transactions", "customer", "quantity > 0");
    assertThat(group.version()).isEqualTo(1);
    assertThat(group.ttl()).isEqualTo(Duration.ofDays(45));
    assertThat(group.aggregates())
        .hasSize(4)
        .contains(
            new Aggregate(
                "basket",
                AggregateOp.MEAN,
                "unit_price * quantity",
                List.of(new Window("24h", Duration.ofDays(1)))),
            new Aggregate("last_item", AggregateOp.LAST, "item", List.of()));
    assertThat(group.aggregates().get(0).windows())
        .extracting(Window::label)
        .containsExactly("5m", "1h", "24h", "7d");
  }

  @Test
  void modelOfTheExampleArrives() throws DefinitionException {
    Model model = DefinitionsReader.read(GOOD.resolve("shop.yaml")).definitions().models().get(0);
    assertThat(model.predictionTopic()).isEqualTo("predictions");
    assertThat(model.outcomeTopics()).containsExactly("outcomes");
    assertThat(model.labels())
        .containsExactly(
            new Model.Label(
                "click",
                Duration.ofMinutes(30),
                Duration.ofMinutes(5),
                "outcome == 'click' && dwell_seconds >= 30",
                null,
                policy(Model.OnTimeout.NEGATIVE)),
            new Model.Label(
                "purchase",
                Duration.ofDays(7),
                Duration.ZERO,
                "outcome == 'purchase'",
                "value",
                policy(Model.OnTimeout.UNLABELLED)));
    assertThat(model.drift().warn()).isEqualTo(0.1);
    assertThat(model.drift().alert()).isEqualTo(0.25);
    assertThat(Path.of(model.drift().baselineFile()))
        .exists()
        .hasFileName("ranker-v3.baseline.json");
  }

  /** Quality is measured by the hour where nothing is said of it. */
  private static Model.Policy policy(Model.OnTimeout onTimeout) {
    Model.Policy plain = new Model.Policy(Model.Several.LATEST, onTimeout, Model.Emit.BOTH);
    return new Model.Policy(
        plain.combining(),
        onTimeout,
        plain.emit(),
        plain.late(),
        plain.sampling(),
        0,
        Duration.ofHours(1));
  }

  @Test
  void labelSaysWhatBecomesOfWhatComesLate() throws DefinitionException {
    String labels =
        """
        namespace: shop
        models:
          - name: ranker
            predictions: {topic: predictions}
            outcomes:
              topic: outcomes
              labels:
                - {name: a, window: 1d, positive: "outcome == 'a'"}
                - {name: b, window: 1d, positive: "outcome == 'b'", late_horizon: 7d}
                - {name: c, window: 1d, positive: "outcome == 'c'", late_horizon: 7d, late: correct}
        """;
    Model model =
        DefinitionsReader.readText("test.yaml", labels, GOOD).definitions().models().get(0);
    assertThat(model.labels())
        .extracting(label -> label.policy().late())
        .containsExactly(
            Model.Late.NONE,
            new Model.Late(Duration.ofDays(7), false),
            new Model.Late(Duration.ofDays(7), true));
  }

  @Test
  void modelThatNamesItsFeaturesIsAFeatureService() throws DefinitionException {
    Definitions shop = DefinitionsReader.read(GOOD.resolve("shop.yaml")).definitions();
    assertThat(shop.services())
        .containsExactly(
            new FeatureService("ranker", List.of("spending.spend_24h", "spending.last_item")),
            new FeatureService("overview", List.of("spending")));
  }

  @Test
  void folderIsReadAsOneInOrderOfNames() throws DefinitionException {
    Definitions shop = DefinitionsReader.read(GOOD.resolve("folder")).definitions();
    assertThat(shop.clock()).isEqualTo(ClockMode.STREAM);
    assertThat(shop.sources().get(0).eventTimeUnit()).isEqualTo(EventTimeUnit.EPOCH_SECONDS);
    assertThat(shop.sources().get(0).eventId()).isNull();
    assertThat(shop.groups()).hasSize(1);
    assertThat(shop.entities().get(0).key()).containsExactly("customer_id");
  }

  @Test
  void timeIsMovedByADeclaredStepOrTheUsualOne() throws DefinitionException {
    String named = "namespace: shop\nclock: stream\n";
    assertThat(time(named)).isEqualTo(WindowTime.of(ClockMode.STREAM));
    assertThat(time(named + "max_time_step: 6h\ntime_quorum: 5\n"))
        .isEqualTo(new WindowTime(ClockMode.STREAM, Duration.ofHours(6), 5));
    assertThatThrownBy(() -> time(named + "max_time_step: 0s\ntime_quorum: 0\n"))
        .hasMessageContaining("max_time_step '0s': must be 1s to 3650d")
        .hasMessageContaining("time_quorum '0': must be a whole number from 1 to 1000");
    assertThatThrownBy(() -> time("namespace: shop\nmax_time_step: 1h\ntime_quorum: 3\n"))
        .hasMessageContaining("t.yaml:2:16: max_time_step: has no effect under the wall clock")
        .hasMessageContaining("t.yaml:3:14: time_quorum: has no effect")
        .hasMessageContaining("declare clock: stream");
  }

  private static WindowTime time(String text) throws DefinitionException {
    return DefinitionsReader.readText("t.yaml", text, Path.of("")).definitions().time();
  }

  @Test
  void filesOfAFolderMustAgree(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.yaml"), "namespace: one\nclock: wall\n");
    Files.writeString(folder.resolve("b.yaml"), "namespace: two\nclock: stream\n");
    assertThatThrownBy(() -> DefinitionsReader.read(folder))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("b.yaml:1:12: namespace 'two': another file says one")
        .hasMessageContaining("b.yaml:2:8: clock: another file says otherwise");
  }

  @Test
  void unreadableFilesAreProblemsToo(@TempDir Path folder) throws IOException {
    Path binary = folder.resolve("binary.yaml");
    Files.write(binary, new byte[] {'a', ':', ' ', (byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> DefinitionsReader.read(binary))
        .hasMessageContaining("binary.yaml:1:1: is not UTF-8 text");
    assertThatThrownBy(() -> DefinitionsReader.read(folder.resolve("none.yaml")))
        .hasMessageContaining("none.yaml:1:1: there is no such file");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> DefinitionsReader.read(empty))
        .hasMessageContaining("holds no *.yaml or *.yml file");
  }

  @Test
  void builtInDefinitionsCoverUsersAndARanker() {
    Definitions builtIn = DefinitionsReader.builtIn().definitions();
    assertThat(builtIn.sources().get(0).topic()).isEqualTo("user-events");
    assertThat(builtIn.sources().get(0).partitionedBy()).containsExactly("user_id");
    assertThat(builtIn.groups().get(0).aggregates())
        .extracting(Aggregate::op)
        .containsExactly(
            AggregateOp.COUNT,
            AggregateOp.SUM,
            AggregateOp.MEAN,
            AggregateOp.MAX,
            AggregateOp.LAST);
    assertThat(builtIn.models().get(0).labels().get(0).window()).isEqualTo(Duration.ofMinutes(30));
  }

  private static Aggregate everything(String name) throws DefinitionException {
    Definitions shop = DefinitionsReader.read(GOOD.resolve("everything.yaml")).definitions();
    return shop.groups().get(0).aggregates().stream()
        .filter(aggregate -> aggregate.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyOperationCanBeDeclared() throws DefinitionException {
    Definitions shop = DefinitionsReader.read(GOOD.resolve("everything.yaml")).definitions();
    assertThat(shop.groups().get(0).aggregates())
        .extracting(Aggregate::op)
        .contains(AggregateOp.values());
  }

  @Test
  void hopOfTheAggregateWinsOverTheGroups() throws DefinitionException {
    assertThat(everything("purchases").windows())
        .extracting(Window::hop)
        .containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(1));
    assertThat(everything("pieces").windows())
        .containsExactly(new Window("24h", Duration.ofDays(1)).withHop(Duration.ofMinutes(15)));
    assertThat(everything("burst").windows()).extracting(Window::hop).containsOnly(Window.EXACT);
  }

  @Test
  void sessionsFollowTheWindowsAndNameTheirFields() throws DefinitionException {
    Aggregate basket = everything("basket");
    assertThat(basket.windows())
        .containsExactly(
            new Window("1h", Duration.ofHours(1)).withHop(Duration.ofMinutes(1)),
            Window.session("session_30m", Duration.ofMinutes(30)));
    assertThat(basket.valueNames()).containsExactly("basket_1h", "basket_session_30m");
    assertThat(everything("preferred").valueNames())
        .containsExactly("preferred_session_30m", "preferred_session_24h");
    assertThat(everything("last_item").valueNames()).containsExactly("last_item");
  }

  @Test
  void parametersArriveAndOthersKeepTheirDefaults() throws DefinitionException {
    AggregateParameters none = AggregateParameters.NONE;
    assertThat(everything("recent").parameters()).isEqualTo(none.withSize(5));
    assertThat(everything("items").parameters()).isEqualTo(none.withMax(100));
    assertThat(everything("item_kinds").parameters()).isEqualTo(none.withMax(7));
    assertThat(everything("favourites").parameters()).isEqualTo(none.withSize(3).withMax(1_000));
    assertThat(everything("preferred").parameters()).isEqualTo(none.withSize(3).withMax(50));
    assertThat(everything("p95").parameters()).isEqualTo(none.withQuantile(0.95));
    assertThat(everything("pace").parameters()).isEqualTo(none.withPer(Duration.ofSeconds(1)));
    assertThat(everything("turnover").parameters()).isEqualTo(none.withPer(Duration.ofHours(1)));
    assertThat(everything("momentum").parameters())
        .isEqualTo(none.withHalfLife(Duration.ofHours(6)));
    assertThat(everything("spend").where()).isEqualTo("quantity > 1");
    assertThat(everything("purchases").where()).isNull();
  }

  @Test
  void versionsOfAGroupStandSideBySide() throws DefinitionException {
    Definitions shop = DefinitionsReader.read(GOOD.resolve("everything.yaml")).definitions();
    assertThat(shop.groups())
        .extracting(FeatureGroup::versioned)
        .containsExactly("spending@2", "spending@1", "refunds@1", "habit@1");
    assertThat(shop.groups().get(0).derived())
        .contains(new Derived("spend_trend", "spend_1h / (spend_6h / 6.0)"));
  }

  @Test
  void boundsAreIncluded() {
    assertThat(aggregate("op: count, windows: [1m, 90d], hop: 6h"))
        .as("a hop longer than a window")
        .contains("windows[0] '1m': is shorter than its hop, 6h");
    assertThat(aggregate("op: count, windows: 6m, hop: 1s")).isEmpty();
    assertThat(aggregate("op: count, windows: 361s, hop: 1s"))
        .contains("has 361 hops of 1s, at most 360 (use a hop of at least 2s)");
    assertThat(aggregate("op: count, windows: 90d, hop: 90d")).isEmpty();
    assertThat(aggregate("op: count, windows: 10m, hop: exact")).isEmpty();
    assertThat(aggregate("op: count, windows: 601s, hop: exact")).contains("up to 10m");
    assertThat(aggregate("op: count, sessions: [1m, 1d]")).isEmpty();
    assertThat(aggregate("op: last_n, of: x, n: 1")).isEmpty();
    assertThat(aggregate("op: top_k, of: x, k: 100, max: 100")).isEmpty();
    assertThat(aggregate("op: distinct, of: x, max: 1000")).isEmpty();
    assertThat(aggregate("op: quantile, of: x, p: 0")).isEmpty();
    assertThat(aggregate("op: quantile, of: x, p: 1")).isEmpty();
    assertThat(aggregate("op: quantile, of: x, p: 1.01")).contains("from 0 to 1");
    assertThat(aggregate("op: quantile, of: x, p: -0.5")).contains("from 0 to 1");
    assertThat(aggregate("op: quantile, of: x, p: NaN")).contains("from 0 to 1");
    assertThat(aggregate("op: decayed_sum, of: x, half_life: 90d")).isEmpty();
    assertThat(aggregate("op: rate, windows: 1h, per: 1d")).isEmpty();
  }

  /** What is wrong with a group of one aggregate; empty for nothing. */
  private static String aggregate(String keys) {
    try {
      readText(
          "namespace: n\nsources: [{name: s, topic: t, event_time: e}]\n"
              + "entities: [{name: c, key: id}]\n"
              + "features: [{group: g, source: s, entity: c, aggregate: [{name: a, "
              + keys
              + "}]}]\n");
      return "";
    } catch (DefinitionException e) {
      return e.getMessage();
    }
  }

  @Test
  void partsCanBeFoundInTheirFile() throws DefinitionException {
    LoadedDefinitions loaded =
        readText("namespace: n\nentities:\n  - {name: a, key: [x, y]}\n  - {name: b, key: z}\n");
    Entity first = loaded.definitions().entities().get(0);
    assertThat(loaded.sourceMap().find(first, "key[1]").position())
        .isEqualTo(new Position("test.yaml", 3, 24));
    assertThat(loaded.sourceMap().find(first, "key[1]").path()).isEqualTo("entities[0].key[1]");
    assertThat(loaded.sourceMap().find(first, "absent").position())
        .isEqualTo(new Position("test.yaml", 3, 5));
    assertThat(loaded.sourceMap().find("never seen", "name").position().line()).isEqualTo(1);
  }

  @Test
  void deepAndHugeTextsAreRefused() {
    assertThatThrownBy(() -> readText("namespace: " + "[".repeat(5_000)))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("not YAML");
    assertThatThrownBy(() -> readText("namespace: " + "[".repeat(90) + "]".repeat(90)))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("Nesting Depth exceeded max 30");
    assertThatThrownBy(() -> readText("# " + "x".repeat(1 << 20)))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("1048578 characters, at most 1048576");
  }

  @Test
  void mutatedTextsAreReadOrRefusedAndNeverFailOtherwise() throws IOException {
    String good = Files.readString(GOOD.resolve("shop.yaml"));
    SplittableRandom random = new SplittableRandom(11L);
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      refused += isRefused(mutated(good, random)) ? 1 : 0;
    }
    assertThat(refused).isBetween(1_000, 1_999);
  }

  private static boolean isRefused(String text) {
    try {
      DefinitionsReader.readText("test.yaml", text, GOOD);
      return false;
    } catch (DefinitionException e) {
      assertThat(e.problems()).as(text).isNotEmpty();
      assertThat(e.problems()).as(text).allMatch(problem -> !problem.rule().isEmpty());
      return true;
    } catch (RuntimeException e) {
      throw new AssertionError(text, e);
    }
  }

  private static String mutated(String text, SplittableRandom random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int at = random.nextInt(mutated.length());
      switch (random.nextInt(3)) {
        case 0 -> mutated.setCharAt(at, "{}[]:,-#&*!|>'\"%@` \n\t\0x9".charAt(random.nextInt(24)));
        case 1 -> mutated.delete(at, Math.min(mutated.length(), at + random.nextInt(40)));
        default -> mutated.insert(at, text, 0, random.nextInt(60));
      }
    }
    return mutated.toString();
  }
}
