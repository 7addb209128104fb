package io.tidemark.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Grafana's dashboards as files. */
final class DashboardFiles {
  private DashboardFiles() {}

  /**
   * Every query of every panel, as Grafana asks it where all values of all variables are chosen.
   */
  static List<String> queries(Path folder) throws IOException {
    List<String> queries = new ArrayList<>();
    for (File file : folder.toFile().listFiles()) {
      for (JsonNode query : new ObjectMapper().readTree(file).findValues("expr")) {
        queries.add(chosen(query.asText()));
      }
    }
    return queries;
  }

  private static String chosen(String query) {
    return query.replace("$__rate_interval", "10s").replaceAll("\\$(model|source|instance)", ".*");
  }
}
