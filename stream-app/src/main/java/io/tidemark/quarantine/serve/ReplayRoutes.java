package io.tidemark.quarantine.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.http.HttpService;
import io.tidemark.http.Request;
import io.tidemark.http.RequestException;
import io.tidemark.http.RequestException.Problem;
import io.tidemark.http.Response;
import io.tidemark.http.Scope;
import io.tidemark.quarantine.ReplayPlan.Decision;
import io.tidemark.quarantine.ReplayRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Lets operators feed records in quarantine again. Thread-safe. */
public final class ReplayRoutes {
  private static final String PATH = "/v1/quarantine/replays";
  private static final Duration AGAIN = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Supplier<Optional<ReplayJobs>> current;

  private ReplayRoutes(Supplier<Optional<ReplayJobs>> current) {
    this.current = current;
  }

  /**
   * Adds the routes; until there are jobs they answer 503.
   *
   * @param current the jobs; asked for each request
   */
  public static void mount(HttpService http, Supplier<Optional<ReplayJobs>> current) {
    ReplayRoutes routes = new ReplayRoutes(current);
    http.route("POST", PATH, Scope.OPS, routes::begin);
    http.route("GET", PATH, Scope.OPS, routes::all);
    http.route("GET", PATH + "/{id}", Scope.OPS, routes::one);
  }

  private ReplayJobs jobs() {
    return current.get().orElseThrow(QuarantineRoutes::starting);
  }

  private Response begin(Request request) {
    FilterQuery query =
        new FilterQuery(request, Set.of("attempts", "rate", "patience", "by", "dry_run"));
    ReplayRequest wanted = wanted(query);
    if (query.flag("dry_run")) {
      return Response.json(200, plan(jobs().replayer().plan(wanted)));
    }
    ReplayJob job = jobs().begin(wanted).orElseThrow(ReplayRoutes::full);
    return Response.json(202, job.json()).withHeader("Location", PATH + "/" + job.id());
  }

  private static ReplayRequest wanted(FilterQuery query) {
    try {
      return new ReplayRequest(
          query.filter(),
          query.count("attempts").orElse(1),
          query.number("rate").orElse(0.0),
          query.number("patience").map(s -> Duration.ofSeconds(s.longValue())).orElse(PATIENCE),
          query.text("by").orElse("http"));
    } catch (IllegalArgumentException e) {
      throw RequestException.badRequest(e.getMessage());
    }
  }

  private static ObjectNode plan(Map<Decision, Long> counts) {
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    counts.forEach((decision, count) -> reply.put(decision.name().toLowerCase(Locale.ROOT), count));
    return reply;
  }

  private static RequestException full() {
    return RequestException.unavailable(
        new Problem(
            "overloaded",
            "Other replays wait already",
            null,
            "one is done after the other",
            "GET " + PATH + " lists them"),
        AGAIN);
  }

  private Response all(Request request) {
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    ArrayNode jobs = reply.putArray("replays");
    jobs().all().forEach(job -> jobs.add(job.json()));
    return Response.json(200, reply);
  }

  private Response one(Request request) {
    String id = request.pathParameter("id");
    return jobs()
        .job(id)
        .map(job -> Response.json(200, job.json()))
        .orElseThrow(
            () ->
                RequestException.of(
                    404,
                    new Problem(
                        "unknown_replay",
                        "No replay",
                        id,
                        "this process knows the last few it was asked for, until it ends",
                        "What was fed is on the topic of replays")));
  }
}
