package io.tidemark.store.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.http.HttpService;
import io.tidemark.http.Request;
import io.tidemark.http.RequestException;
import io.tidemark.http.RequestException.Problem;
import io.tidemark.http.Response;
import io.tidemark.http.RouteHandler;
import io.tidemark.http.Scope;
import io.tidemark.store.Catalog;
import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.serve.ServedEntity.Selection;
import io.tidemark.store.serve.StoreReads.Found;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Serves features over HTTP: every value with a status, every failure with a typed error.
 *
 * <p>A key without a row is answered with 200 and {@code NOT_FOUND} for each value; an entity type
 * or feature that is not declared with 404; a store that is away with 503. Thread-safe.
 */
public final class FeatureServer {
  private static final Duration STARTING = Duration.ofSeconds(2);

  private final Map<String, ServedEntity> entities = new LinkedHashMap<>();
  private final CatalogReply catalog;
  private final StoreReads reads;
  private final ServeSettings settings;
  private final Clock clock;
  private final ServePorts ports;
  private final FeastApi feast;
  private final EraseApi erasing;

  /**
   * A server of what a store holds.
   *
   * @param catalog the entities and features there are
   * @param store where their values are
   * @param clock tells whether a row is still right
   */
  public FeatureServer(
      Catalog catalog, FeatureStore store, ServeSettings settings, Clock clock, ServePorts ports) {
    catalog
        .entities()
        .forEach(e -> entities.put(e.name(), new ServedEntity(catalog.namespace(), e)));
    this.catalog = new CatalogReply(catalog, ports.figures(), ports.rebuild());
    this.reads = new StoreReads(store, settings);
    this.settings = settings;
    this.clock = clock;
    this.ports = ports;
    this.erasing = new EraseApi(ports.eraser());
    FeastViews views = new FeastViews(entities.values(), catalog.services());
    this.feast = new FeastApi(views, reads, settings, this::judge, ports.served());
  }

  /** Adds the routes of this server. */
  public void mount(HttpService http) {
    mount(http, () -> Optional.of(this));
  }

  /**
   * Adds the routes of a server that may not be there yet: until then they answer 503.
   *
   * @param current the server; asked for each request
   */
  public static void mount(HttpService http, Supplier<Optional<FeatureServer>> current) {
    String one = "/v1/features/{entity}/{key}";
    http.route("GET", one, Scope.READ, on(current, FeatureServer::one));
    http.route("POST", "/v1/features/{entity}", Scope.READ, on(current, FeatureServer::several));
    http.route(
        "POST", "/get-online-features", Scope.READ, on(current, (s, r) -> s.feast.answer(r)));
    http.route(
        "GET", "/v1/catalog", Scope.READ, on(current, (s, r) -> Replies.ok(s.catalog::write)));
    http.route(
        "GET", "/v1/explain/{entity}/{key}", Scope.READ, on(current, FeatureServer::explain));
    http.route("GET", "/v1/labels/{model}", Scope.READ, on(current, FeatureServer::explainLabels));
    http.route(
        "GET",
        "/v1/labels/{model}/{request_id}",
        Scope.READ,
        on(current, FeatureServer::explainLabel));
    http.route(
        "DELETE", "/v1/entities/{entity}/{key}", Scope.ERASE, on(current, FeatureServer::erase));
    http.route(
        "GET", "/v1/erasures/{id}", Scope.ERASE, on(current, (s, r) -> s.erasing.answers(r)));
  }

  private interface Handler {
    Response handle(FeatureServer server, Request request) throws InterruptedException;
  }

  private static RouteHandler on(Supplier<Optional<FeatureServer>> current, Handler handler) {
    return request -> handler.handle(current.get().orElseThrow(FeatureServer::starting), request);
  }

  private static RequestException starting() {
    return RequestException.unavailable(
        new Problem(
            "starting",
            "The feature server is starting",
            null,
            "it answers once definitions are checked and the online store is connected",
            "GET /health/ready says what is missing"),
        STARTING);
  }

  private Response one(Request request) throws InterruptedException {
    ServedEntity entity = entity(request);
    Selection selection = entity.select(names(request));
    EntityKey key = entity.keys().ofText(request.pathParameter("key"));
    Found found = reads.rows(List.of(key), selection.fields()).get(0);
    if (found.problem().isPresent()) {
      throw RequestException.of(500, found.problem().get());
    }
    RowJudge judge = judge();
    Response reply =
        Replies.ok(
            out -> {
              out.writeStartObject();
              out.writeStringField("entity", entity.name());
              out.writeStringField("key", key.key());
              Replies.row(out, selection, found.row(), judge);
              out.writeEndObject();
            });
    judge.report(entity.name(), ports.served());
    return reply;
  }

  private static List<String> names(Request request) {
    List<String> names = new ArrayList<>();
    for (String list : request.query().getOrDefault("names", List.of())) {
      Arrays.stream(list.split(","))
          .map(String::strip)
          .filter(n -> !n.isEmpty())
          .forEach(names::add);
    }
    request.query().keySet().stream()
        .filter(name -> !name.equals("names"))
        .findFirst()
        .ifPresent(
            name -> {
              throw JsonBody.bad("Unknown query parameter", name, "the only one is names", null);
            });
    return names;
  }

  /** A key of a batch: read, or why not. */
  private record Asked(JsonNode raw, Optional<EntityKey> key, Optional<Problem> problem) {
    static Asked of(KeyReader reader, JsonNode raw) {
      try {
        return new Asked(raw, Optional.of(reader.ofJson(raw)), Optional.empty());
      } catch (RequestException e) {
        return new Asked(raw, Optional.empty(), Optional.of(e.problem()));
      }
    }
  }

  private Response several(Request request) throws InterruptedException {
    ServedEntity entity = entity(request);
    JsonBody body = JsonBody.of(request, Set.of("keys", "names"));
    List<JsonNode> raw = body.list("keys");
    Selection selection = entity.select(body.texts("names"));
    Bounds.check(raw.size(), selection.features().size(), settings);
    List<Asked> asked = raw.stream().map(node -> Asked.of(entity.keys(), node)).toList();
    List<EntityKey> keys = asked.stream().flatMap(a -> a.key().stream()).toList();
    List<Found> found = keys.isEmpty() ? List.of() : reads.rows(keys, selection.fields());
    RowJudge judge = judge();
    Response reply = Replies.ok(out -> batch(out, entity, selection, asked, found, judge));
    judge.report(entity.name(), ports.served());
    return reply;
  }

  private static void batch(
      JsonGenerator out,
      ServedEntity entity,
      Selection selection,
      List<Asked> asked,
      List<Found> found,
      RowJudge judge)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("entity", entity.name());
    out.writeArrayFieldStart("results");
    int next = 0;
    for (Asked one : asked) {
      out.writeStartObject();
      out.writeFieldName("key");
      Trees.write(out, one.raw());
      Optional<Found> read =
          one.key().isPresent() ? Optional.of(found.get(next++)) : Optional.empty();
      Optional<Problem> problem = one.problem().or(() -> read.flatMap(Found::problem));
      if (problem.isPresent()) {
        Replies.problem(out, problem.get());
      } else {
        Replies.row(out, selection, read.flatMap(Found::row), judge);
      }
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private Response explain(Request request) throws InterruptedException {
    ServedEntity entity = entity(request);
    EntityKey key = entity.keys().ofText(request.pathParameter("key"));
    Explainer explainer = ports.explainer().orElseThrow(FeatureServer::noExplainer);
    Optional<String> text = reads.other(explainer.explain(key, Caller.of(request)));
    return text.map(json -> Response.text(200, "application/json", json))
        .orElseThrow(
            () ->
                RequestException.of(
                    404,
                    new Problem(
                        "unknown_key",
                        "Nothing is known about key",
                        key.key(),
                        "an entity is known once an event about it counted",
                        "Check the key; GET /v1/features answers from the store alone")));
  }

  private Response explainLabel(Request request) throws InterruptedException {
    String model = request.pathParameter("model");
    String requestId = request.pathParameter("request_id");
    Explainer explainer = ports.explainer().orElseThrow(FeatureServer::noExplainer);
    Optional<String> text =
        reads.other(explainer.explainLabel(model, requestId, Caller.of(request)));
    return text.map(json -> Response.text(200, "application/json", json))
        .orElseThrow(
            () ->
                RequestException.of(
                    404,
                    new Problem(
                        "unknown_request",
                        "Nothing is known about request",
                        model + "/" + requestId,
                        "a request of a model with labels is known from its prediction, or first"
                            + " outcome, until some time after its last label has closed",
                        "Check both names; what was said of it is on the topic of labelled"
                            + " examples")));
  }

  private Response explainLabels(Request request) throws InterruptedException {
    String model = request.pathParameter("model");
    Explainer explainer = ports.explainer().orElseThrow(FeatureServer::noExplainer);
    return reads
        .other(explainer.explainLabels(model, Caller.of(request)))
        .map(json -> Response.text(200, "application/json", json))
        .orElseThrow(
            () ->
                RequestException.of(
                    404,
                    new Problem(
                        "unknown_model",
                        "Nothing is known about the labels of model",
                        model,
                        "a model with labels is known soon after the service reads its topics",
                        "Check the name; the definitions say which models have labels")));
  }

  private static RequestException noExplainer() {
    return RequestException.of(
        501,
        new Problem(
            "no_explainer",
            "This process holds no state of the features",
            null,
            "explanations come from the state of the service",
            "Set serve.explain.service to the addresses of the service, or ask a process of"
                + " `tidemark run`"));
  }

  private Response erase(Request request) {
    ServedEntity entity = entity(request);
    return erasing.begin(entity.keys().ofText(request.pathParameter("key")), request);
  }

  private ServedEntity entity(Request request) {
    String name = request.pathParameter("entity");
    ServedEntity entity = entities.get(name);
    if (entity == null) {
      throw RequestException.of(
          404,
          new Problem(
              "unknown_entity",
              "Unknown entity type",
              name,
              "it is declared under entities and has features",
              KnownNames.hint("entity", name, entities.keySet())));
    }
    return entity;
  }

  private RowJudge judge() {
    return new RowJudge(clock.millis(), settings.tolerance(), ports.rebuild());
  }
}
