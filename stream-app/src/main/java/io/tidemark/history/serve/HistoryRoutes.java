package io.tidemark.history.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.history.History;
import io.tidemark.history.HistoryPage;
import io.tidemark.history.HistoryPage.Point;
import io.tidemark.history.HistoryTable;
import io.tidemark.http.HttpService;
import io.tidemark.http.Request;
import io.tidemark.http.RequestException;
import io.tidemark.http.RequestException.Problem;
import io.tidemark.http.Response;
import io.tidemark.http.Scope;
import io.tidemark.records.RecordJson;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what drift, quality and alarms were. Pages may be large, so that few are made at a time.
 * Thread-safe.
 */
public final class HistoryRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryRoutes.class);
  private static final int AT_A_TIME = 2;
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final Supplier<Optional<History>> current;
  private final Semaphore places = new Semaphore(AT_A_TIME);

  private HistoryRoutes(Supplier<Optional<History>> current) {
    this.current = current;
  }

  /**
   * Adds the routes; until there is a history they answer 503.
   *
   * @param current the history; asked for each request
   */
  public static void mount(HttpService http, Supplier<Optional<History>> current) {
    HistoryRoutes routes = new HistoryRoutes(current);
    for (HistoryTable table : HistoryTable.ALL) {
      http.route("GET", "/v1/" + table.name(), Scope.READ, request -> routes.page(table, request));
    }
  }

  private Response page(HistoryTable table, Request request) {
    HistoryParameters parameters = new HistoryParameters(request, table);
    History history = current.get().orElseThrow(HistoryRoutes::starting);
    if (!places.tryAcquire()) {
      throw busy();
    }
    try {
      HistoryPage page = history.page(parameters.query());
      if (parameters.detailed()) {
        page.points().forEach(point -> history.restoreDetail(table, point));
      }
      return Response.json(200, json(table, page, parameters.detailed()));
    } catch (IllegalStateException e) {
      throw unreadable(e);
    } finally {
      places.release();
    }
  }

  private static ObjectNode json(HistoryTable table, HistoryPage page, boolean detailed) {
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    ArrayNode points = reply.putArray(table.name());
    page.points().forEach(point -> points.add(json(table, point, detailed)));
    reply.put("next", page.next().map(Object::toString).orElse(null));
    return reply;
  }

  private static ObjectNode json(HistoryTable table, Point point, boolean detailed) {
    ObjectNode record = RecordJson.of(point.record());
    if (!detailed) {
      table.detail().ifPresent(record::remove);
    }
    return record;
  }

  private static RequestException starting() {
    return RequestException.starting("it answers once it follows its topics");
  }

  private static RequestException unreadable(IllegalStateException cause) {
    LOG.warn("Could not answer about the past", cause);
    return RequestException.unavailable(
        new Problem(
            "unreadable",
            "History cannot be read here",
            null,
            cause.getMessage(),
            "Another instance has the same"),
        AGAIN);
  }

  private static RequestException busy() {
    return RequestException.unavailable(
        new Problem(
            "overloaded",
            "History is being read for others",
            null,
            "%d requests at a time".formatted(AT_A_TIME),
            "Ask again in a moment"),
        AGAIN);
  }
}
