package io.tidemark.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tidemark.definition.yaml.DefinitionsReader;
import io.tidemark.document.MarkdownPage;
import io.tidemark.http.AccessTokens;
import io.tidemark.http.HttpService;
import io.tidemark.http.HttpSettings;
import io.tidemark.http.RequestListener;
import io.tidemark.http.Scope;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page is whole and for everyone; what it asks for is for operators. */
class ConsoleRoutesTest {
  private static final String OPS = "0123456789abcdef01234567";
  private static final String READ = "abcdef0123456789abcdef01";
  private static final Path FOLDER = Path.of("src/main/resources/console");
  private static final int MAX_FILE_LINES = 400;

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicReference<ConsoleAnswers> answers = new AtomicReference<>();
  private HttpService server;

  @BeforeEach
  void start() {
    HttpSettings settings =
        new HttpSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            2,
            1_000,
            AccessTokens.of(Map.of(Scope.OPS, List.of(OPS), Scope.READ, List.of(READ))),
            Duration.ZERO,
            Duration.ofSeconds(1));
    server = new HttpService(settings, () -> "x 1\n", List.of(), RequestListener.NONE);
    ConsoleRoutes.mount(server, () -> Optional.ofNullable(answers.get()));
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> get(String path, String... token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.address().getPort() + path));
    Stream.of(token).forEach(each -> request.header("Authorization", "Bearer " + each));
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static List<String> files() throws Exception {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void everyFileOfTheFolderIsServed() throws Exception {
    TreeSet<String> served = new TreeSet<>(ConsoleRoutes.FILES);
    served.add("index.html");
    assertThat(files()).containsExactlyElementsOf(served);
    for (String name : ConsoleRoutes.FILES) {
      assertThat(get("/console/" + name).statusCode()).as(name).isEqualTo(200);
    }
    assertThat(get("/console").body()).contains("console/main.js", "console/console.css");
  }

  @Test
  void whatIsNamedIsThere() throws Exception {
    for (String name : files()) {
      String text = Files.readString(FOLDER.resolve(name));
      Stream.of("from '\\./([\\w.]+)'", "\"console/([\\w.]+)\"")
          .flatMap(each -> Pattern.compile(each).matcher(text).results())
          .forEach(found -> assertThat(ConsoleRoutes.FILES).as(name).contains(found.group(1)));
    }
  }

  /** A browser would refuse it under our policy; here it is seen without one. */
  @Test
  void nothingIsReadAsMarkupAndNothingIsInline() throws Exception {
    for (String name : files()) {
      String text = Files.readString(FOLDER.resolve(name));
      assertThat(text)
          .as(name)
          .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")
          .doesNotContain("eval(", "new Function", "localStorage", "document.cookie")
          .doesNotContain(" style=", " onclick=", "<script>")
          .doesNotContain("http://www.w3.org/1999", "https://");
      assertThat(text.lines().count()).as(name).isLessThanOrEqualTo(MAX_FILE_LINES);
    }
  }

  @Test
  void theRunbookHasTheEntriesThatThePageShows() throws Exception {
    HttpResponse<String> runbook = get("/console/runbook.md");
    assertThat(runbook.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
    String page = Files.readString(FOLDER.resolve("alarms.js"));
    Map<String, String> entries =
        Map.of(
            "DRIFT", "TidemarkDriftSignificant",
            "QUALITY", "TidemarkQualityBelowBound",
            "LABEL_OUTAGE", "TidemarkLabelOutage");
    entries.forEach(
        (rule, entry) -> {
          assertThat(runbook.body()).contains("\n### " + entry + "\n");
          assertThat(page).contains(rule + ": '" + entry + "'");
        });
    assertThat(page).contains("entries(Object.values(RUNBOOK))");
  }

  @Test
  void figuresAreForOperators() throws Exception {
    for (String path : List.of("/v1/overview", "/v1/erasures")) {
      assertThat(get(path).statusCode()).isEqualTo(401);
      assertThat(get(path, READ).statusCode()).isEqualTo(403);
      assertThat(get(path, OPS).statusCode()).isEqualTo(503);
      assertThat(get(path, OPS).body()).contains("\"error\":\"starting\"");
    }
  }

  @Test
  void onceItRunsItAnswers() throws Exception {
    Instant now = Instant.parse("2026-11-30T09:00:00Z");
    Overview overview =
        new Overview(
            new RunningBuild("tidemark", "0.1.0", "abc", "d1", "17", now, List.of()),
            DefinitionsReader.builtIn().definitions(),
            List::of,
            Clock.systemUTC());
    answers.set(
        new ConsoleAnswers(overview, most -> JsonNodeFactory.instance.objectNode().put("n", most)));
    assertThat(get("/v1/overview", OPS).body()).contains("\"application\":\"tidemark\"");
    assertThat(get("/v1/erasures", OPS).body()).isEqualTo("{\"n\":100}");
  }

  @Test
  void everyRequestIsOnThePage() {
    assertThat(
            MarkdownPage.read("README.md").table("request", "scope", "reply").stream()
                .map(row -> row.get(0) + " " + row.get(1)))
        .containsExactly("GET /console none", "GET /v1/overview ops", "GET /v1/erasures ops");
  }
}
