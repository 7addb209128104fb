package io.tidemark.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.http.HttpService;
import io.tidemark.http.PageFiles;
import io.tidemark.http.RequestException;
import io.tidemark.http.Response;
import io.tidemark.http.Scope;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The console: its page for everyone, and what it asks for to operators. */
public final class ConsoleRoutes {
  /** Where the page is. */
  public static final String PATH = "/console";

  private static final String FOLDER = "/console/";

  /** Style and modules of the page, beside {@code index.html}. */
  static final List<String> FILES =
      List.of(
          "console.css",
          "main.js",
          "api.js",
          "dom.js",
          "format.js",
          "metrics.js",
          "chart.js",
          "bins.js",
          "table.js",
          "overview.js",
          "sources.js",
          "quarantine.js",
          "features.js",
          "timeline.js",
          "labels.js",
          "quality.js",
          "drift.js",
          "series.js",
          "alarms.js");

  /** How many erasures are listed. */
  private static final int ERASURES = 100;

  private ConsoleRoutes() {}

  /**
   * Adds the routes; until there is an answer those for operators answer 503.
   *
   * @param current what is told; asked for each request
   */
  public static void mount(HttpService http, Supplier<Optional<ConsoleAnswers>> current) {
    page().mount(http, PATH);
    mount(http, "/v1/overview", current, answers -> answers.overview().json());
    mount(http, "/v1/erasures", current, answers -> answers.erasures().apply(ERASURES));
  }

  private static PageFiles page() {
    PageFiles page = new PageFiles(ConsoleRoutes.class, FOLDER + "index.html");
    FILES.forEach(name -> page.with(name, FOLDER + name));
    return page.with("runbook.md", "/runbook/README.md");
  }

  private static void mount(
      HttpService http,
      String path,
      Supplier<Optional<ConsoleAnswers>> current,
      Function<ConsoleAnswers, ObjectNode> answer) {
    http.route(
        "GET",
        path,
        Scope.OPS,
        request ->
            Response.json(200, answer.apply(current.get().orElseThrow(ConsoleRoutes::starting))));
  }

  private static RequestException starting() {
    return RequestException.starting("it answers once its topology runs");
  }
}
