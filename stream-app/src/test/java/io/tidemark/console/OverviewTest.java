package io.tidemark.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.console.Instance.Reading;
import io.tidemark.definition.Definitions;
import io.tidemark.definition.yaml.DefinitionsReader;
import io.tidemark.document.MarkdownPage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The overview says what is declared and what runs it, under the names that its page has. */
class OverviewTest {
  private static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");
  private static final String DEFINITIONS =
      """
      namespace: shop
      sources:
        - name: transactions
          topic: shop.transactions
          event_time: invoice_time
          event_id: id
          rules:
            - {name: price_not_negative, expect: "unit_price >= 0.0"}
            - {name: known_item, expect: "item != null", on_fail: flag}
      entities:
        - {name: customer, key: [customer_id]}
      features:
        - group: spending
          version: 2
          owner: growth
          source: transactions
          entity: customer
          where: "quantity > 0"
          aggregate:
            - {name: purchases, op: count, windows: [1h]}
      models:
        - name: ranker
          predictions: {topic: predictions}
          features: [spending.purchases_1h]
          outcomes:
            topic: outcomes
            labels:
              - {name: click, window: 30m, grace: 5m, positive: "outcome == 'click'"}
          drift:
            windows: [1h]
            baseline: {from: topic}
            effect: {warn: 0.1, alert: 0.25}
      """;

  private static ObjectNode json(List<Instance> instances) throws Exception {
    RunningBuild build =
        new RunningBuild(
            "tidemark", "0.1.0", "abc", "d1", "17", NOW.minusSeconds(60), List.of("spending@2"));
    return new Overview(build, definitions(), () -> instances, Clock.fixed(NOW, ZoneOffset.UTC))
        .json();
  }

  private static Definitions definitions() throws Exception {
    return DefinitionsReader.readText("shop.yaml", DEFINITIONS, Path.of("")).definitions();
  }

  @Test
  void saysWhatRunsSinceWhen() throws Exception {
    ObjectNode json = json(List.of());
    assertThat(json.at("/build").toString())
        .isEqualTo(
            "{\"application\":\"tidemark\",\"version\":\"0.1.0\",\"commit\":\"abc\","
                + "\"definitions\":\"d1\",\"java\":\"17\",\"started_at\":\"2026-11-30T08:59:00Z\","
                + "\"pins\":[\"spending@2\"]}");
    assertThat(json.get("namespace").asText()).isEqualTo("shop");
    assertThat(json.get("clock").asText()).isEqualTo("wall");
    assertThat(json.get("now").asText()).isEqualTo("2026-11-30T09:00:00Z");
  }

  @Test
  void leadsFromSourceToGroupToModel() throws Exception {
    ObjectNode json = json(List.of());
    assertThat(json.at("/sources/0/topic").asText()).isEqualTo("shop.transactions");
    assertThat(json.at("/groups/0/source").asText()).isEqualTo("transactions");
    assertThat(json.at("/groups/0/version").asInt()).isEqualTo(2);
    assertThat(json.at("/models/0/features").toString()).isEqualTo("[\"spending.purchases_1h\"]");
    assertThat(json.at("/models/0/outcomes").toString()).isEqualTo("[\"outcomes\"]");
    assertThat(json.at("/models/0/labels/0").toString())
        .isEqualTo(
            "{\"name\":\"click\",\"version\":1,\"window_seconds\":1800,\"grace_seconds\":300}");
    assertThat(json.at("/models/0/alert").asDouble()).isEqualTo(0.25);
  }

  @Test
  void saysWhatAFailedRuleDoes() throws Exception {
    JsonNode rules = json(List.of()).at("/sources/0/rules");
    assertThat(rules.at("/0/on_fail").asText()).isEqualTo("quarantine");
    assertThat(rules.at("/1/on_fail").asText()).isEqualTo("flag");
    assertThat(rules.at("/1/expect").asText()).isEqualTo("item != null");
  }

  @Test
  void listsInstancesWithWhatTheyRead() throws Exception {
    Instance asked =
        new Instance("10.0.0.1:8080", true, List.of(new Reading("t", List.of(0, 2))), List.of());
    Instance other =
        new Instance("10.0.0.2:8080", false, List.of(), List.of(new Reading("t", List.of(1))));
    JsonNode instances = json(List.of(asked, other)).get("instances");
    assertThat(instances.get(0).toString())
        .isEqualTo(
            "{\"address\":\"10.0.0.1:8080\",\"asked\":true,"
                + "\"active\":[{\"topic\":\"t\",\"partitions\":[0,2]}],\"standby\":[]}");
    assertThat(instances.at("/1/standby/0/partitions").toString()).isEqualTo("[1]");
  }

  @Test
  void everyMemberIsOnThePage() throws Exception {
    Instance one = new Instance("h:1", true, List.of(new Reading("t", List.of(0))), List.of());
    String row =
        MarkdownPage.read("README.md").table("request", "scope", "reply").stream()
            .filter(cells -> cells.get(0).equals("GET /v1/overview"))
            .map(cells -> cells.get(2))
            .findFirst()
            .orElseThrow();
    assertThat(names(json(List.of(one)))).isNotEmpty().allMatch(name -> row.contains(name));
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fields()
        .forEachRemaining(
            field -> {
              names.add("`" + field.getKey() + "`");
              names.addAll(names(field.getValue()));
            });
    if (node.isArray()) {
      node.forEach(element -> names.addAll(names(element)));
    }
    return names;
  }
}
