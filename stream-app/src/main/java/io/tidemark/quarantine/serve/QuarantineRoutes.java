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
import io.tidemark.quarantine.EntryJson;
import io.tidemark.quarantine.Payloads;
import io.tidemark.quarantine.ProducerSummary;
import io.tidemark.quarantine.QuarantineEntry;
import io.tidemark.quarantine.QuarantineLog;
import io.tidemark.quarantine.QuarantinePage;
import io.tidemark.quarantine.QuarantinePage.Cursor;
import io.tidemark.quarantine.QuarantinePlace;
import io.tidemark.quarantine.SourcePosition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Shows records in quarantine to operators. Each request reads the topic, so that few are answered
 * at a time. Thread-safe.
 */
public final class QuarantineRoutes {
  private static final int LIMIT = 50;
  private static final int MOST = 1_000;
  private static final int AT_A_TIME = 2;
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final Supplier<QuarantineLog> logs;
  private final Supplier<Payloads> payloads;
  private final Semaphore places = new Semaphore(AT_A_TIME);

  /**
   * Routes over a topic.
   *
   * @param logs opens it; what it gives looks no longer than a request may take
   */
  public QuarantineRoutes(Supplier<QuarantineLog> logs, Supplier<Payloads> payloads) {
    this.logs = logs;
    this.payloads = payloads;
  }

  private interface Handler {
    Response handle(QuarantineRoutes routes, Request request);
  }

  /**
   * Adds the routes; until they are there they answer 503.
   *
   * @param current the routes; asked for each request
   */
  public static void mount(HttpService http, Supplier<Optional<QuarantineRoutes>> current) {
    mount(http, "/v1/quarantine", current, QuarantineRoutes::list);
    mount(http, "/v1/quarantine/summary", current, QuarantineRoutes::summary);
    mount(http, "/v1/quarantine/{record}", current, QuarantineRoutes::show);
  }

  private static void mount(
      HttpService http,
      String path,
      Supplier<Optional<QuarantineRoutes>> current,
      Handler handler) {
    http.route(
        "GET",
        path,
        Scope.OPS,
        request -> current.get().orElseThrow(QuarantineRoutes::starting).limited(handler, request));
  }

  static RequestException starting() {
    return RequestException.starting("it answers once its topics are there");
  }

  private Response limited(Handler handler, Request request) {
    if (!places.tryAcquire()) {
      throw RequestException.unavailable(
          new Problem(
              "overloaded",
              "Quarantine is being read for others",
              null,
              "%d requests at a time".formatted(AT_A_TIME),
              "Ask again in a moment"),
          AGAIN);
    }
    try {
      return handler.handle(this, request);
    } finally {
      places.release();
    }
  }

  private Response list(Request request) {
    FilterQuery query = new FilterQuery(request, Set.of("limit", "before"));
    int limit = query.limit(LIMIT, MOST);
    Optional<Cursor> before = query.before();
    try (QuarantineLog log = logs.get()) {
      QuarantinePage page = QuarantinePage.read(log, query.filter(), before, limit);
      return Response.json(200, EntryJson.page(page));
    }
  }

  private Response summary(Request request) {
    FilterQuery query = new FilterQuery(request, Set.of("producer_header"));
    ProducerSummary senders =
        new ProducerSummary(
            query.text("producer_header").map(List::of).orElse(ProducerSummary.HEADERS));
    try (QuarantineLog log = logs.get()) {
      boolean complete = log.scan(query.filter(), senders::take);
      ObjectNode reply = JsonNodeFactory.instance.objectNode();
      ArrayNode rows = reply.putArray("senders");
      senders.rows().forEach(row -> rows.add(EntryJson.line(row)));
      reply.put("complete", complete);
      return Response.json(200, reply);
    }
  }

  private Response show(Request request) {
    String name = request.pathParameter("record");
    try (QuarantineLog log = logs.get()) {
      QuarantineEntry entry = find(log, name).orElseThrow(() -> unknown(name));
      return Response.json(200, EntryJson.whole(entry, payloads.get().of(entry)));
    }
  }

  private static Optional<QuarantineEntry> find(QuarantineLog log, String name) {
    Optional<QuarantinePlace> place = QuarantinePlace.parse(name);
    return place.isPresent()
        ? log.at(place.get())
        : SourcePosition.parse(name).flatMap(log::newestOf);
  }

  private static RequestException unknown(String name) {
    return RequestException.of(
        404,
        new Problem(
            "unknown_record",
            "No record in quarantine",
            name,
            "it is partition-offset of quarantine, or topic-partition-offset of where it was read",
            "GET /v1/quarantine lists them; they stay for topics.quarantine.retention"));
  }
}
