package io.tidemark.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.explain.Finding.Applied;
import io.tidemark.explain.Finding.Elsewhere;
import io.tidemark.explain.Finding.Held;
import io.tidemark.explain.Finding.NotNow;
import io.tidemark.explain.Finding.Origin;
import io.tidemark.explain.Finding.Unknown;
import io.tidemark.feature.Explanation;
import io.tidemark.http.HttpService;
import io.tidemark.http.Request;
import io.tidemark.http.RequestException;
import io.tidemark.http.RequestException.Problem;
import io.tidemark.http.Response;
import io.tidemark.http.RouteHandler;
import io.tidemark.store.EntityKey;
import io.tidemark.store.serve.Caller;
import io.tidemark.store.serve.Explainer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who answers a request for an explanation, over real HTTP. */
class InstancesTest {
  private static final EntityKey KEY = new EntityKey("shop", "customer", "c 1");
  private static final Caller DIRECT = new Caller(Optional.of("Bearer t"), 0);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final LabelStates NO_LABELS = (model, requestId, hereOnly) -> new Unknown<>();

  /** Nothing listens there. */
  private static final URI AWAY = URI.create("http://127.0.0.1:1");

  private final List<HttpService> servers = new ArrayList<>();
  private final List<Request> received = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(HttpService::close);
  }

  private URI instance(RouteHandler handler) {
    HttpService server =
        new HttpService(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> "", List.of());
    server.route(
        "GET",
        "/v1/explain/{entity}/{key}",
        null,
        request -> {
          received.add(request);
          return handler.handle(request);
        });
    servers.add(server.start());
    return URI.create("http://127.0.0.1:" + server.address().getPort());
  }

  private URI answering(String json) {
    return instance(request -> Response.text(200, "application/json", json));
  }

  private URI refusing(int status, String error) {
    return instance(
        request -> {
          throw RequestException.of(status, new Problem(error, "no", null, null, null))
              .retryAfter(Duration.ofSeconds(1));
        });
  }

  private static OwnerExplainer owner(Finding<Explanation> finding) {
    return new OwnerExplainer((entity, key, hereOnly) -> finding, NO_LABELS, TIMEOUT);
  }

  private static Optional<String> ask(Explainer explainer, Caller caller) {
    return explainer.explain(KEY, caller).toCompletableFuture().join();
  }

  private static RequestException refusal(Explainer explainer, Caller caller) {
    CompletionException thrown =
        catchThrowableOfType(CompletionException.class, () -> ask(explainer, caller));
    return (RequestException) thrown.getCause();
  }

  @Test
  void ownerAnswersFromItsState() throws Exception {
    Explanation explanation =
        new Explanation(50, OptionalLong.of(60), 7, OptionalLong.empty(), List.of());
    Origin origin = new Origin("host:8080", 3, true, List.of(new Applied("in", 3, 12)));
    String json = ask(owner(new Held<>(explanation, origin)), DIRECT).orElseThrow();
    JsonNode tree = new ObjectMapper().readTree(json);
    assertThat(tree.path("key").asText()).isEqualTo("c 1");
    assertThat(tree.path("as_of").asLong()).isEqualTo(50);
    assertThat(tree.path("valid_until").asLong()).isEqualTo(60);
    assertThat(tree.path("revision").asLong()).isEqualTo(7);
    assertThat(tree.path("last_event_time").isNull()).isTrue();
    assertThat(tree.at("/state/instance").asText()).isEqualTo("host:8080");
    assertThat(tree.at("/state/unsent").asBoolean()).isTrue();
    assertThat(tree.at("/state/applied/0/offset").asLong()).isEqualTo(12);
    assertThat(tree.at("/state/note").asText()).contains("last commit");
  }

  @Test
  void keyOfAnotherInstanceIsAskedForThereWithTheCallersToken() {
    URI other = answering("{\"from\":\"other\"}");
    assertThat(ask(owner(new Elsewhere<>(List.of(other))), DIRECT))
        .contains("{\"from\":\"other\"}");
    Request request = received.get(0);
    assertThat(request.pathParameter("entity")).isEqualTo("customer");
    assertThat(request.pathParameter("key")).isEqualTo("c 1");
    assertThat(request.header("Authorization")).contains("Bearer t");
    assertThat(request.header(Caller.HOPS_HEADER)).contains("2");
  }

  @Test
  void keyTravelsAsTheRouteTakesIt() {
    URI other = answering("{}");
    OwnerExplainer explainer = owner(new Elsewhere<>(List.of(other)));
    for (EntityKey key :
        List.of(
            new EntityKey("shop", "customer", EntityKey.join(List.of("a|b/ü%"))),
            new EntityKey("shop", "customer", EntityKey.join(List.of("a|b", "c"))))) {
      explainer.explain(key, DIRECT).toCompletableFuture().join();
    }
    assertThat(received.get(0).pathParameter("key")).isEqualTo("a|b/ü%");
    assertThat(received.get(1).pathParameter("key")).isEqualTo("a\\|b|c");
  }

  @Test
  void requestThatCameToTheOwnerIsNotPassedOn() {
    URI other = answering("{}");
    Caller passedOn = new Caller(Optional.empty(), 2);
    RequestException refusal = refusal(owner(new Elsewhere<>(List.of(other))), passedOn);
    assertThat(refusal.status()).isEqualTo(503);
    assertThat(refusal.problem().error()).isEqualTo("state_unavailable");
    assertThat(received).isEmpty();
  }

  @Test
  void stateThatIsBeingRestoredIsRefusedWithTheReason() {
    RequestException refusal =
        refusal(owner(new NotNow<>("partition 3 is being restored")), DIRECT);
    assertThat(refusal.status()).isEqualTo(503);
    assertThat(refusal.getMessage()).contains("partition 3 is being restored");
  }

  @Test
  void unknownKeyIsNoFailure() {
    assertThat(ask(owner(new Unknown<>()), DIRECT)).isEmpty();
    URI other = refusing(404, "unknown_key");
    assertThat(ask(owner(new Elsewhere<>(List.of(other))), DIRECT)).isEmpty();
  }

  @Test
  void ownerThatIsAwayIsTyped() {
    RequestException refusal = refusal(owner(new Elsewhere<>(List.of(AWAY))), DIRECT);
    assertThat(refusal.status()).isEqualTo(503);
    assertThat(refusal.problem().error()).isEqualTo("instance_unreachable");
    assertThat(refusal.getMessage()).contains("127.0.0.1:1", "http.advertised");
  }

  @Test
  void everyInstanceIsAskedForAKeyThatProducersPlaced() {
    URI without = refusing(404, "unknown_key");
    URI with = answering("{}");
    assertThat(ask(owner(new Elsewhere<>(List.of(without, with))), DIRECT)).contains("{}");
    // the one that is away may know it: saying that nobody does would be a guess
    assertThat(refusal(owner(new Elsewhere<>(List.of(AWAY, without))), DIRECT).status())
        .isEqualTo(503);
    assertThat(ask(owner(new Elsewhere<>(List.of(AWAY, with))), DIRECT)).contains("{}");
  }

  @Test
  void featureServerTriesTheNextInstanceWhenOneIsAway() {
    URI restoring = refusing(503, "state_unavailable");
    URI with = answering("{}");
    ServiceExplainer explainer = new ServiceExplainer(List.of(AWAY, restoring, with), TIMEOUT);
    assertThat(ask(explainer, DIRECT)).contains("{}");
    assertThat(received).hasSize(2);
    assertThat(received.get(1).header(Caller.HOPS_HEADER)).contains("1");
  }

  @Test
  void featureServerBelievesTheFirstInstanceThatAnswers() {
    URI without = refusing(404, "unknown_key");
    URI never = answering("{}");
    assertThat(ask(new ServiceExplainer(List.of(without, never), TIMEOUT), DIRECT)).isEmpty();
    URI refusing = refusing(403, "forbidden");
    ServiceExplainer explainer = new ServiceExplainer(List.of(refusing, never), TIMEOUT);
    assertThat(refusal(explainer, DIRECT).status()).isEqualTo(403);
    assertThat(ask(new ServiceExplainer(List.of(AWAY, without), TIMEOUT), DIRECT)).isEmpty();
  }

  @Test
  void featureServersThatNameEachOtherAreToldSo() {
    RequestException refusal =
        refusal(new ServiceExplainer(List.of(AWAY), TIMEOUT), new Caller(Optional.empty(), 1));
    assertThat(refusal.status()).isEqualTo(508);
    assertThat(refusal.getMessage()).contains("serve.explain.service");
  }

  @Test
  void instanceThatHangsIsGivenUpInTime() {
    URI hanging =
        instance(
            request -> {
              boolean unused = new CountDownLatch(1).await(30, TimeUnit.SECONDS);
              return Response.text(200, "text/plain", "late");
            });
    OwnerExplainer explainer =
        new OwnerExplainer(
            (entity, key, hereOnly) -> new Elsewhere<>(List.of(hanging)),
            NO_LABELS,
            Duration.ofMillis(200));
    assertThat(refusal(explainer, DIRECT).status()).isEqualTo(503);
  }

  @Test
  void answerThatIsNoneOfOursIsAnError() {
    URI strange = instance(request -> Response.text(302, "text/html", "<html>"));
    assertThat(refusal(owner(new Elsewhere<>(List.of(strange))), DIRECT).status()).isEqualTo(502);
  }
}
