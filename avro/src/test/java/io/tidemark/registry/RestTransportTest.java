package io.tidemark.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RestTransportTest {

  private static final String ERROR = "{\"error_code\": %d, \"message\": \"as told\"}";

  private final FakeTime time = new FakeTime();
  private RegistryServer one;
  private RegistryServer two;

  /** A clock that moves by pauses alone. */
  private static final class FakeTime implements Pacing {
    private final List<Long> pausesMs = new ArrayList<>();
    private double chance = 1;
    private long nanos;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void pause(Duration duration) {
      pausesMs.add(duration.toMillis());
      nanos += duration.toNanos();
    }

    @Override
    public double chance() {
      return chance;
    }
  }

  @BeforeEach
  void start() throws IOException {
    one = new RegistryServer();
    two = new RegistryServer();
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
  }

  @Test
  void transientErrorsFailOver() {
    for (int status : List.of(408, 429, 500, 502, 503, 504)) {
      int before = two.received().size();
      one.answerNext(status, ERROR.formatted(50001));
      RestTransport transport = transport(both(), Map.of());

      assertNotFound(transport);
      assertThat(two.received()).as("status " + status).hasSize(before + 1);
    }
  }

  @Test
  void refusedConnectionFailsOver() throws IOException {
    RestTransport transport = transport(unusedAddress() + "," + two.url(), Map.of());

    assertNotFound(transport);
    assertThat(two.received()).hasSize(1);
  }

  @Test
  void endpointThatAnsweredLastIsAskedFirst() {
    one.answerNext(503, "");
    RestTransport transport = transport(both(), Map.of());

    assertNotFound(transport);
    assertNotFound(transport);

    assertThat(one.received()).hasSize(1);
    assertThat(two.received()).hasSize(2);
  }

  @Test
  void otherErrorsAreFinal() {
    for (int status : List.of(301, 400, 401, 403, 409, 422)) {
      one.answerNext(status, ERROR.formatted(status * 100 + 1));

      assertThatThrownBy(() -> transport(both(), Map.of()).get("/x"))
          .asInstanceOf(type(RegistryRejectedException.class))
          .returns(status, RegistryException::httpStatus)
          .returns(status * 100 + 1, RegistryException::errorCode);
    }
    assertThat(two.received()).isEmpty();
  }

  @Test
  void notFoundIsAnAnswerAndAnOutageIsNot() {
    one.answerNext(404, ERROR.formatted(40403));
    assertThatThrownBy(() -> transport(one.url(), Map.of("max.retries", "0")).get("/x"))
        .asInstanceOf(type(SchemaNotFoundException.class))
        .returns(40403, RegistryException::errorCode);

    one.answerNext(500, ERROR.formatted(40403));
    assertThatThrownBy(() -> transport(one.url(), Map.of("max.retries", "0")).get("/x"))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void retriesAreBoundedAndPausesDoubleUpToTheirBound() {
    fail(one, 9);
    RestTransport transport =
        transport(
            one.url(),
            Map.of("max.retries", "4", "retries.wait.ms", "100", "retries.max.wait.ms", "500"));

    assertThatThrownBy(() -> transport.get("/x"))
        .asInstanceOf(type(RegistryUnavailableException.class))
        .returns(503, RegistryException::httpStatus);
    assertThat(one.received()).hasSize(5);
    assertThat(time.pausesMs).containsExactly(100L, 200L, 400L, 500L);
  }

  @Test
  void jitterSpreadsPausesFromZero() {
    fail(one, 9);
    time.chance = 0.25;

    assertThatThrownBy(() -> transport(one.url(), Map.of("retries.wait.ms", "100")).get("/x"))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThat(time.pausesMs).containsExactly(25L, 50L, 100L);
  }

  @Test
  void totalTimeBoundsRetries() {
    fail(one, 99);
    Map<String, String> patient =
        Map.of("max.retries", "90", "retries.wait.ms", "400", "total.timeout.ms", "1000");

    assertThatThrownBy(() -> transport(one.url(), patient).get("/x"))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThat(time.pausesMs).containsExactly(400L);
    assertThat(one.received()).hasSize(2);
  }

  @Test
  void recoveryDuringRetriesIsASuccess() {
    fail(one, 2);
    one.answerNext(200, "{\"id\": 5}");

    assertThat(transport(one.url(), Map.of()).get("/x").path("id").asInt()).isEqualTo(5);
  }

  @Test
  void silentServerTimesOutAndTheNextIsAsked() {
    one.fallSilent();
    RestTransport transport = transport(both(), Map.of("http.read.timeout.ms", "100"));

    assertNotFound(transport);
    assertThat(two.received()).hasSize(1);
  }

  @Test
  void silentServersAreAnOutage() {
    one.fallSilent();
    two.fallSilent();
    Map<String, String> hasty = Map.of("http.read.timeout.ms", "500", "max.retries", "1");

    assertThatThrownBy(() -> transport(both(), hasty).get("/x"))
        .asInstanceOf(type(RegistryUnavailableException.class))
        .returns(0, RegistryException::httpStatus)
        .satisfies(e -> assertThat(e.getSuppressed()).isNotEmpty());
    assertThat(one.received()).hasSize(2);
    assertThat(two.received()).hasSize(2);
  }

  @Test
  void interruptionEndsTheCallAndIsKept() {
    one.fallSilent();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> transport(one.url(), Map.of()).get("/x"))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void basicCredentialsComeFromUserInfo() {
    Map<String, String> settings =
        Map.of(
            "basic.auth.credentials.source", "USER_INFO",
            "schema.registry.basic.auth.user.info", "me:secret");

    assertThat(header(settings, "Authorization")).isEqualTo("Basic bWU6c2VjcmV0");
  }

  @Test
  void basicCredentialsComeFromTheAddress() {
    RestTransport transport = transport(one.url().replace("//", "//me:secret@"), Map.of());

    assertNotFound(transport);
    assertThat(one.received().get(0).headers().getFirst("Authorization"))
        .isEqualTo("Basic bWU6c2VjcmV0");
  }

  @Test
  void bearerTokenIsSent() {
    assertThat(header(Map.of("bearer.auth.token", "abc"), "Authorization")).isEqualTo("Bearer abc");
  }

  @Test
  void requestHeadersAreSent() {
    assertThat(header(Map.of("request.header.X-Tenant", "shop"), "X-Tenant")).isEqualTo("shop");
  }

  @Test
  void mediaTypeIsConfluents() {
    one.answerNext(200, "{}");
    RestTransport transport = transport(one.url(), Map.of());
    transport.post("/x", JsonNodeFactory.instance.objectNode());

    assertThat(one.received().get(0).headers().getFirst("Content-Type"))
        .isEqualTo("application/vnd.schemaregistry.v1+json");
    assertThat(one.received().get(0).headers().getFirst("Accept"))
        .contains("application/vnd.schemaregistry.v1+json");
  }

  @Test
  void secretsAreInNoMessage() {
    one.answerNext(401, "");
    RestTransport transport = transport(one.url().replace("//", "//me:hunter2@"), Map.of());

    assertThatThrownBy(() -> transport.get("/x")).message().doesNotContain("hunter2", "me:");
  }

  private String header(Map<String, String> settings, String name) {
    assertNotFound(transport(one.url(), settings));
    return one.received().get(0).headers().getFirst(name);
  }

  private static void assertNotFound(RestTransport transport) {
    assertThatThrownBy(() -> transport.get("/schemas/ids/1"))
        .isInstanceOf(SchemaNotFoundException.class);
  }

  private static void fail(RegistryServer server, int times) {
    for (int i = 0; i < times; i++) {
      server.answerNext(503, "");
    }
  }

  private String both() {
    return one.url() + "," + two.url();
  }

  private RestTransport transport(String url, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("schema.registry.url", url);
    return new RestTransport(RegistrySettings.parse(all), time);
  }

  private static String unusedAddress() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://localhost:" + socket.getLocalPort();
    }
  }
}
