package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.document.MarkdownPage;
import io.tidemark.document.MarkdownPage.Block;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code check --cases}; nothing here could reach a registry. */
class CheckCasesTest {
  private static final MarkdownPage PAGE = MarkdownPage.read("DEFINITIONS.md");
  private static final List<Block> CASES =
      PAGE.blocks("yaml").stream().filter(b -> b.text().startsWith("- name:")).toList();

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = TidemarkCommand.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  private int runCases(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("cases.yaml"), yaml);
    return run("check", "--cases", file.toString());
  }

  private String shown(StringWriter written) {
    return written.toString().replace(folder + "/", "").replace("\r\n", "\n");
  }

  @Test
  void casesOfTheExamplePass() {
    int code =
        run(
            "check",
            "--config",
            "../load-tests/examples/retail.yaml",
            "--schema",
            "transactions=../load-tests/examples/transactions.avsc",
            "--cases",
            "../load-tests/examples/retail.cases.yaml");

    assertThat(code).as(() -> out + "" + err).isZero();
    assertThat(out.toString()).contains("5 cases: 5 ok, 0 failed");
  }

  @Test
  void casesOfTheExampleWithEveryOperationPass() {
    assertThat(checkVisits("../load-tests/examples/visits.cases.yaml"))
        .as(() -> out + "" + err)
        .isZero();
    assertThat(out.toString()).contains("5 cases: 5 ok, 0 failed");
  }

  @Test
  void casesOfTheExampleWithUnequalNegativesPass() {
    int code =
        run(
            "check",
            "--config",
            "../load-tests/examples/feed.yaml",
            "--cases",
            "../load-tests/examples/feed.cases.yaml");

    assertThat(code).as(() -> out + "" + err).isZero();
    assertThat(out.toString()).contains("6 cases: 6 ok, 0 failed").doesNotContain("warning");
  }

  @Test
  void wrongLabelIsToldWithWhatItIs() throws IOException {
    Path cases = folder.resolve("labels.yaml");
    Files.writeString(
        cases,
        """
        - name: a hide
          steps:
            - prediction: {model: feed, fields: {request_id: r}}
            - outcome: {model: feed, fields: {request_id: r, outcome: hide}}
            - expect_label: {model: feed, request_id: r, label: interest, value: 1, weight: 2.0}
            - expect_label: {model: feed, request_id: s, label: interest, value: unlabelled}
        """);

    int code =
        run("check", "--config", "../load-tests/examples/feed.yaml", "--cases", cases.toString());

    assertThat(code).isEqualTo(1);
    assertThat(shown(out))
        .contains(
            "labels.yaml:5:21: label interest of r at 2026-01-01T00:00:00Z: expected 1 weighing 2.0,"
                + " found 0.0 weighing 4.0")
        .contains("expected unlabelled, found pending weighing 1.0");
  }

  private int checkVisits(String cases) {
    return run(
        "check",
        "--config",
        "../load-tests/examples/visits.yaml",
        "--schema",
        "visits=UserEvent",
        "--schema",
        "orders=UserEvent",
        "--cases",
        cases);
  }

  @Test
  void listsAndNumbersThatDifferAreShownAsACaseWouldWriteThem() throws IOException {
    Path cases =
        Files.writeString(
            folder.resolve("cases.yaml"),
            """
            - name: wrong on purpose
              steps:
                - event: {source: visits, fields: {user_id: u, event_type: view, item_id: a, price: 1.0}}
                - event: {source: visits, fields: {user_id: u, event_type: view, item_id: b, price: 2.0}}
                - expect:
                    entity: user
                    key: u
                    values:
                      visit.recent_1h: [a]
                      visit.prices: [2.5, 0.5]
                      visit.last_item: [b]
                      visit.favourites_6h: []
                      visit.price_1h: 1.9
                    tolerance: 0.4
                - expect: {entity: user, key: u, values: {visit.prices: [2.1, 1.2]}, tolerance: 0.25}
            """);

    assertThat(checkVisits(cases.toString())).isEqualTo(1);
    assertThat(shown(out))
        .contains("expected ['a'], found ['b', 'a'] (warming)")
        .contains("expected [2.5, 0.5] ±0.4, found [2.0, 1.0] (present)")
        .contains("expected ['b'], found 'b' (present)")
        .contains("expected [], found absent (warming)")
        .doesNotContain("visit.price_1h", "[2.1, 1.2]");
  }

  @Test
  void casesOfThePageAboutDefinitionsPass() throws IOException {
    assertThat(CASES).hasSize(1);

    assertThat(runCases(CASES.get(0).text())).as(() -> out + "" + err).isZero();
    assertThat(out.toString()).contains("1 cases: 1 ok, 0 failed");
  }

  @Test
  void failureOnThePageAboutDefinitionsIsThatOfItsCase() throws IOException {
    String other = CASES.get(0).text().replace("activity.events_5m: 2", "activity.events_5m: 3");

    assertThat(runCases(other)).isEqualTo(1);
    String said = PAGE.blocks().get(PAGE.blocks().indexOf(CASES.get(0)) + 1).text();
    assertThat(shown(out)).endsWith(said);
  }

  @Test
  void everyFailureOfACaseIsToldWithItsPlaceAndTheNextCaseRuns() throws IOException {
    int code =
        runCases(
            """
            - name: wrong on purpose
              start: 2026-11-21T14:27:00Z
              steps:
                - event:
                    source: user_events
                    fields: {user_id: u1, event_type: view, price: 12.5}
                    expect_verdict: duplicate
                - event:
                    source: user_events
                    fields: {user_id: u1, event_type: view, price: -1.0}
                - event:
                    source: user_events
                    fields: {user_id: 7, event_type: view}
                - expect:
                    entity: user
                    key: u1
                    values:
                      activity.events_5m: 3
                      activity.spend_5m: 12.6
                      activity.price_mean_5m: absent
                      activity.last_item_5m: lamp
                      activity.price_max_5m: 12.0
                    status: {activity.events_1h: present}
                    tolerance: 0.25
                - to: 2026-11-21T14:26:00Z
            - name: right
              steps:
                - event: {source: user_events, fields: {user_id: u1, event_type: view}}
            """);

    assertThat(code).isEqualTo(1);
    assertThat(shown(err)).isEmpty();
    assertThat(shown(out))
        .isEqualTo(
            """
            Definitions of tidemark are valid: 1 sources, 1 feature groups, 1 models
            failed wrong on purpose
              cases.yaml:7:25: event of user_events at 2026-11-21T14:27:00Z: expected duplicate, found valid
              cases.yaml:9:9: event of user_events at 2026-11-21T14:27:00Z: expected any but quarantined, found RULE_FAILED by price_not_negative (Rule price_not_negative is false: expected price == null || price >= 0.0)
              cases.yaml:12:9: The event does not fit schema UserEvent of source user_events: Field 'user_id' is 7: must be text.
              cases.yaml:18:31: activity.events_5m of user u1 at 2026-11-21T14:27:00Z: expected 3 ±0.25, found 1 (warming)
              cases.yaml:20:35: activity.price_mean_5m of user u1 at 2026-11-21T14:27:00Z: expected absent, found 12.5 (warming)
              cases.yaml:21:34: activity.last_item_5m of user u1 at 2026-11-21T14:27:00Z: expected 'lamp', found absent (warming)
              cases.yaml:22:34: activity.price_max_5m of user u1 at 2026-11-21T14:27:00Z: expected 12.0 ±0.25, found 12.5 (warming)
              cases.yaml:23:38: activity.events_1h of user u1 at 2026-11-21T14:27:00Z: expected present, found 1 (warming)
              cases.yaml:25:11: Cannot set the clock to 2026-11-21T14:26:00Z: it shows 2026-11-21T14:27:00Z and never goes back once an event was fed. Begin a new scenario, or give the event an earlier time of its own.
            ok     right
            2 cases: 1 ok, 1 failed
            """);
  }

  @Test
  void malformedFileIsRefusedWithEveryProblemAtItsPlace() throws IOException {
    int code =
        runCases(
            """
            - nam: misspelt
              start: yesterday
              steps:
                - event: {source: user_event, at: 5m, expect_verdict: valit, fields: [1]}
                - advance: soon
                - expect:
                    entity: user
                    key: [a, b]
                    values: {activity.event_5m: 1, activity.events_5m: }
                    status: {activity.events_1h: warm}
                    tolerance: -1
                - expect: {entity: item, key: a}
                - advance: 5m
                  to: 2026-01-01T00:00:00Z
                - wait
            - name: empty
              steps: []
            """);

    assertThat(code).isEqualTo(2);
    assertThat(shown(err)).isEqualTo(GOLDEN_PROBLEMS);
  }

  private static final String GOLDEN_PROBLEMS =
      """
      18 problems in the cases:
        cases.yaml:1:3: [0]: 'name' is missing
        cases.yaml:1:3: [0].nam: unknown key (did you mean 'name'?)
        cases.yaml:2:10: [0].start 'yesterday': must be an instant such as 2026-01-01T12:00:00Z
        cases.yaml:4:23: [0].steps[0].event.source 'user_event': must be one of user_events (did you mean 'user_events'?)
        cases.yaml:4:39: [0].steps[0].event.at '5m': must be an instant, or + or - and a duration such as -30s
        cases.yaml:4:59: [0].steps[0].event.expect_verdict 'valit': there is none (did you mean 'valid'?)
        cases.yaml:4:74: [0].steps[0].event.fields: must be a mapping of keys to values
        cases.yaml:5:16: [0].steps[1].advance 'soon': must be a whole number and a unit: s, m, h, d or w, such as 30s, 5m or 7d
        cases.yaml:8:14: [0].steps[2].expect.key: must have a value for each of [user_id]
        cases.yaml:9:37: [0].steps[2].expect.values.activity.event_5m 'activity.event_5m': there is none (did you mean 'activity.events_5m'?)
        cases.yaml:9:59: [0].steps[2].expect.values.activity.events_5m: has no value (write absent for a value that is not there)
        cases.yaml:10:38: [0].steps[2].expect.status.activity.events_1h 'warm': must be one of present, absent, warming
        cases.yaml:11:20: [0].steps[2].expect.tolerance '-1': must be a number of at least 0
        cases.yaml:12:15: [0].steps[3].expect.values: 'values' is missing
        cases.yaml:12:24: [0].steps[3].expect.entity 'item': must be one of user
        cases.yaml:13:7: [0].steps[4] 'advance, to': must be exactly one of event, prediction, outcome, advance, to, expect, expect_label
        cases.yaml:15:7: [0].steps[5] 'wait': must be a mapping of keys to values
        cases.yaml:17:10: [1].steps: must not be empty (begin each element with '- ')
      """;

  @Test
  void fileThatIsMissingOrNoYamlIsRefused() throws IOException {
    assertThat(run("check", "--cases", folder.resolve("none.yaml").toString())).isEqualTo(2);
    assertThat(shown(err)).contains("none.yaml:1:1: there is no such file");
    assertThat(runCases("- name: [\n")).isEqualTo(2);
    assertThat(shown(err)).contains("cases.yaml:2:1: not YAML");
    assertThat(runCases("- &a {name: b}\n- *a\n")).isEqualTo(2);
    assertThat(shown(err)).contains("cases.yaml:2:3: alias *a is not allowed");
    assertThat(runCases("")).isEqualTo(2);
    assertThat(shown(err)).contains("cases.yaml:1:1: the file is empty");
    assertThat(runCases("name: b\n")).isEqualTo(2);
    assertThat(shown(err)).contains("cases.yaml:1:1: must be a list");
  }

  @Test
  void schemaMayBeOneOfOurRecords() throws IOException {
    Path definitions =
        Files.writeString(
            folder.resolve("shop.yaml"),
            """
            namespace: shop
            sources: [{name: clicks, topic: clicks, event_time: occurred_at}]
            entities: [{name: user, key: [user_id]}]
            features:
              - {group: g, source: clicks, entity: user, aggregate: [{name: n, op: count, windows: [5m]}]}
            """);
    Path cases =
        Files.writeString(
            folder.resolve("cases.yaml"),
            """
            - name: one
              steps:
                - event: {source: clicks, fields: {event_id: e, user_id: u, event_type: view}}
                - expect: {entity: user, key: u, values: {g.n_5m: 1}}
            """);

    int code =
        run(
            "check",
            "-c",
            definitions.toString(),
            "--schema",
            "clicks=UserEvent",
            "--cases",
            cases.toString());

    assertThat(code).as(() -> out + "" + err).isZero();
    assertThat(out.toString()).contains("1 cases: 1 ok, 0 failed");
  }
}
