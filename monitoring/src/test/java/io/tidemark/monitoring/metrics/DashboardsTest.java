package io.tidemark.monitoring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Grafana's dashboards as files; what their queries find is asked of a real Prometheus elsewhere.
 */
class DashboardsTest {
  private static final Path FOLDER = Path.of("src/main/grafana/dashboards");
  private static final Path RULES = Path.of("src/main/prometheus/alerts.yml");
  private static final Pattern NAME = Pattern.compile("\\btidemark[_:][a-z_:]+");
  private static final Pattern VARIABLE = Pattern.compile("\\$(?!__)\\{?([a-z]+)");
  private static final int WIDTH = 24;

  private static Map<String, JsonNode> dashboards() throws IOException {
    Map<String, JsonNode> dashboards = new TreeMap<>();
    for (File file : FOLDER.toFile().listFiles()) {
      dashboards.put(file.getName(), new ObjectMapper().readTree(file));
    }
    return dashboards;
  }

  private static List<JsonNode> panels(JsonNode dashboard) {
    List<JsonNode> panels = new ArrayList<>();
    dashboard.get("panels").forEach(panels::add);
    return panels;
  }

  private static List<String> queries(JsonNode dashboard) {
    return dashboard.findValues("expr").stream().map(JsonNode::asText).toList();
  }

  private static Set<String> names(Pattern pattern, String text, int group) {
    Set<String> names = new TreeSet<>();
    for (Matcher found = pattern.matcher(text); found.find(); ) {
      names.add(found.group(group));
    }
    return names;
  }

  @Test
  void thereAreSixOfThemEachUnderItsOwnName() throws IOException {
    Map<String, JsonNode> all = dashboards();
    assertThat(all).hasSize(6);
    all.forEach((file, board) -> assertThat(board.get("uid").asText() + ".json").isEqualTo(file));
    assertThat(all.values())
        .extracting(board -> board.get("title").asText())
        .doesNotHaveDuplicates();
  }

  @Test
  void everyPanelSaysWhatItShows() throws IOException {
    for (JsonNode board : dashboards().values()) {
      Set<Integer> ids = new HashSet<>();
      for (JsonNode panel : panels(board)) {
        assertThat(ids.add(panel.get("id").asInt())).as(panel.toString()).isTrue();
        assertThat(panel.get("title").asText()).isNotBlank();
        if (!panel.get("type").asText().equals("row")) {
          assertThat(panel.get("description").asText()).as(panel.toString()).endsWith(".");
          assertThat(panel.get("targets")).as(panel.toString()).isNotEmpty();
          assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
        }
      }
    }
  }

  @Test
  void noPanelCoversAnother() throws IOException {
    for (JsonNode board : dashboards().values()) {
      Set<String> taken = new HashSet<>();
      for (JsonNode panel : panels(board)) {
        JsonNode at = panel.get("gridPos");
        int x = at.get("x").asInt();
        assertThat(x + at.get("w").asInt()).isLessThanOrEqualTo(WIDTH);
        for (int column = x; column < x + at.get("w").asInt(); column++) {
          for (int line = 0; line < at.get("h").asInt(); line++) {
            String place = column + "," + (at.get("y").asInt() + line);
            assertThat(taken.add(place)).as("%s at %s", panel.get("title"), place).isTrue();
          }
        }
      }
    }
  }

  @Test
  void queriesAskForMetersAndRulesThatExist() throws IOException {
    Set<String> known = names(NAME, Files.readString(RULES), 0);
    known.removeIf(name -> !name.contains(":"));
    Catalogue.METERS.forEach(meter -> known.add(meter.prometheusName()));
    for (JsonNode board : dashboards().values()) {
      for (String query : queries(board)) {
        for (String name : names(NAME, query, 0)) {
          assertThat(known).as(query).contains(withoutPart(name));
        }
      }
    }
  }

  private static String withoutPart(String name) {
    return name.replaceFirst("_(bucket|count|sum)$", "");
  }

  @Test
  void everyMeterHasAPlace() throws IOException {
    Set<String> shown = new TreeSet<>();
    for (JsonNode board : dashboards().values()) {
      queries(board).forEach(q -> names(NAME, q, 0).forEach(n -> shown.add(withoutPart(n))));
    }
    Set<String> missing = new TreeSet<>();
    Catalogue.METERS.forEach(meter -> missing.add(meter.prometheusName()));
    missing.removeAll(shown);
    assertThat(missing).as("meters on no dashboard").isEmpty();
  }

  @Test
  void variablesAreDeclaredAndUsed() throws IOException {
    for (JsonNode board : dashboards().values()) {
      Set<String> declared = new TreeSet<>();
      board.at("/templating/list").forEach(each -> declared.add(each.get("name").asText()));
      Set<String> used = names(VARIABLE, board.toString(), 1);
      assertThat(used).as(board.get("title").asText()).isEqualTo(declared);
    }
  }
}
