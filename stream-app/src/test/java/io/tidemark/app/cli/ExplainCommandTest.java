package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.http.HttpService;
import io.tidemark.http.Request;
import io.tidemark.http.RequestException;
import io.tidemark.http.RequestException.Problem;
import io.tidemark.http.Response;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ExplainCommandTest {
  private static final String REPLY =
      """
      {"entity":"customer","key":"a|b","as_of":1700000000000,"valid_until":1700000100000,
       "revision":7,"last_event_time":1699999990000,"changes_next":["spending.n_1h"],
       "state":{"instance":"h:1","partition":3,"unsent":true,
                "applied":[{"topic":"in","partition":3,"offset":12}],"note":"n"},
       "groups":[{"name":"spending","version":2,"owner":"growth","source":"tx","where":"x > 0",
         "observed_since":1699990000000,"features":[
         {"name":"spending.n_1h","operation":"count","of":null,"value":3,"status":"WARMING",
          "covered_at":1700003600000,"changes_at":1700000100000,
          "window":{"label":"1h","start":1699996500000,"end":1700000000000,"hop_ms":300000},
          "tiles":[{"start":1699999800000,"length_ms":300000,"tiles":1,
                    "leaves_at":1700003700000,"value":3}]},
         {"name":"spending.trend","operation":"derived","of":"n_1h / 2","value":null,
          "status":"NOT_FOUND","covered_at":null,"changes_at":null,"window":null,
          "inputs":{"n_1h":3},"tiles":[]}]}]}
      """;

  private static final String LABEL =
      """
      {"model":"ranker","request_id":"q 1","state":"open",
       "prediction":{"model_version":"v1","time":1700000000000},
       "labels":[{"name":"click","counts_from":1699999995000,"counts_until":1700001800000,
                  "closes_at":1700002100001,"on_timeout":"negative","several":"latest",
                  "phase":"open","value":1.0,"weight":1.0,"decided_by_outcome_at":1700000002000,
                  "examples_written":1},
                 {"name":"purchase","counts_from":1699999995000,"counts_until":1700604800000,
                  "closes_at":1700604800001,"on_timeout":"unlabelled","several":"sum",
                  "phase":"open"}],
       "outcomes":[{"outcome":"click","time":1700000002000,"came_at":1700000003000,
                    "says":{"click":{"evidence":"positive","value":1.0,"weight":1.0}},
                    "counts":{"click":"in_window","purchase":"in_window"}}],
       "changes_at":1700002100001,"held_by":{"instance":"h:1","partition":3}}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<Request> received = new CopyOnWriteArrayList<>();
  private HttpService server;

  @BeforeEach
  void serve() {
    server =
        new HttpService(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> "", List.of());
    server.route("GET", "/v1/explain/{entity}/{key}", null, this::answer);
    server.route("GET", "/v1/labels/{model}/{request_id}", null, this::label).start();
  }

  private static final String LABELS =
      """
      {"model":"ranker","as_of":1700000000000,
       "labels":[{"name":"click","opened":9,"joined":3,"timed_out":2,"unlabelled":0,"erased":0,
                  "pending":4,"pending_by_age":{"1m":3,"5m":0,"15m":1},
                  "delay":{"p50":60000,"p90":180000,"p99":600000},"completeness":{},
                  "outage":{"state":"open","from":1699999000000,"noticed_at":1699999600000,
                            "expected":31.25,"came":1.0},
                  "past_outages":[]}],
       "predictions_without_outcome":{"count":2,"newest":[
         {"request_id":"q7","label":"click","time":1699990000000,"given_up_at":1699993600000}]},
       "outcomes_without_prediction":{"count":1,"newest":[
         {"request_id":"q9","read_at":"outcomes/0/12","given_up_at":1699999000000}]},
       "held_by":{"instance":"h:1","partition":3}}
      """;

  @Test
  void labelsOfAModelArePrintedForPeople() {
    server.route(
        "GET", "/v1/labels/{model}", null, r -> Response.text(200, "application/json", LABELS));
    assertThat(run("explain", "label", "ranker", "--url", url())).as(err::toString).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "labels of ranker as of 2023-11-14T22:13:20Z, held by partition 3 on h:1",
            "",
            "  click",
            "    funnel   9 opened, 3 joined, 2 timed out, 0 unlabelled, 0 erased, 4 pending",
            "    pending  3 to 1m, 1 to 15m",
            "    delay    half within 1m, 90 % within 3m, 99 % within 10m",
            "    outage   since 2023-11-14T21:56:40Z: 31.3 outcomes were to be expected, 1 came",
            "",
            "  2 predictions without an outcome",
            "    q7 click of 2023-11-14T19:26:40Z, given up 2023-11-14T20:26:40Z",
            "",
            "  1 outcomes without a prediction",
            "    q9 read at outcomes/0/12, given up 2023-11-14T21:56:40Z");
  }

  private Response label(Request request) {
    received.add(request);
    return Response.text(200, "application/json", LABEL);
  }

  private Response answer(Request request) {
    received.add(request);
    if (request.pathParameter("key").equals("nobody")) {
      throw RequestException.of(
          404, new Problem("unknown_key", "Nothing is known about key", "nobody", null, null));
    }
    return Response.text(200, "application/json", REPLY);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private int run(String... arguments) {
    CommandLine command = TidemarkCommand.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private String url() {
    return "http://127.0.0.1:" + server.address().getPort();
  }

  @Test
  void explanationIsPrintedForPeople() {
    assertThat(run("explain", "customer", "a|b", "--url", url() + "/")).as(err::toString).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "customer a|b at 2023-11-14T22:13:20Z, revision 7",
            "  last event    2023-11-14T22:13:10Z",
            "  changes next  2023-11-14T22:15:00Z: spending.n_1h",
            "  state         of partition 3 on h:1, as of its last commit;"
                + " a vector with changes is yet to be sent",
            "  input         in-3 up to offset 12",
            "",
            "spending@2, from tx where x > 0, owned by growth,"
                + " observed since 2023-11-14T19:26:40Z",
            "  spending.n_1h = 3  (count) WARMING, covered at 2023-11-14T23:13:20Z",
            "    window  [2023-11-14T21:15:00Z, 2023-11-14T22:13:20Z) in steps of 5m",
            "    change  2023-11-14T22:15:00Z",
            "    tile    2023-11-14T22:10:00Z +5m = 3, leaves 2023-11-14T23:15:00Z",
            "  spending.trend = absent  (derived of n_1h / 2)",
            "    input   n_1h = 3");
    assertThat(received.get(0).pathParameter("key")).isEqualTo("a|b");
  }

  @Test
  void labelsAreExplainedForPeople() {
    assertThat(run("explain", "label", "ranker", "q 1", "--url", url())).as(err::toString).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "ranker q 1 is open, held by partition 3 on h:1",
            "  predicted  2023-11-14T22:13:20Z by version v1",
            "  next       2023-11-14T22:48:20.001Z",
            "",
            "  click is open: 1.0, weighs 1.0, by the outcome of 2023-11-14T22:13:22Z",
            "    window   [2023-11-14T22:13:15Z, 2023-11-14T22:43:20Z],"
                + " closes 2023-11-14T22:48:20.001Z",
            "    several  latest; without any it becomes negative",
            "",
            "  purchase is open",
            "    window   [2023-11-14T22:13:15Z, 2023-11-21T22:13:20Z],"
                + " closes 2023-11-21T22:13:20.001Z",
            "    several  sum; without any it becomes unlabelled",
            "",
            "  click at 2023-11-14T22:13:22Z, came 2023-11-14T22:13:23Z",
            "    click      in window: is positive, 1.0 that weighs 1.0",
            "    purchase   in window: says nothing about it");
    assertThat(received.get(0).pathParameter("request_id")).isEqualTo("q 1");
  }

  @Test
  void anEntityMayBeCalledLabel() {
    assertThat(run("explain", "--url", url(), "--json", "--", "label", "x")).isZero();
    assertThat(received.get(0).pathParameter("entity")).isEqualTo("label");
  }

  @Test
  void replyIsPrintedAsItIsOnDemand() {
    assertThat(run("explain", "customer", "a b", "--json", "--url", url())).isZero();
    assertThat(out.toString().strip()).isEqualTo(REPLY.strip());
    assertThat(received.get(0).pathParameter("key")).isEqualTo("a b");
  }

  @Test
  void tokenOfTheSettingsIsSentToWhereTheSettingsSay() {
    String token = "a-token-of-24-characters";
    int exit =
        run(
            "explain",
            "customer",
            "x",
            "--set",
            "http.tokens.read=" + token,
            "--set",
            "http.port=" + server.address().getPort());
    assertThat(exit).as(err::toString).isZero();
    assertThat(received.get(0).header("Authorization")).contains("Bearer " + token);
  }

  @Test
  void refusalIsPrintedAsItsMessage() {
    assertThat(run("explain", "customer", "nobody", "--url", url())).isEqualTo(1);
    assertThat(err.toString().strip()).isEqualTo("Nothing is known about key 'nobody'");
  }

  @Test
  void processThatIsAwayIsNamed() {
    assertThat(run("explain", "customer", "x", "--url", "http://127.0.0.1:1")).isEqualTo(1);
    assertThat(err.toString()).contains("http://127.0.0.1:1/v1/explain/customer/x", "--url");
  }
}
