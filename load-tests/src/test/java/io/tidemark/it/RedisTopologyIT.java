package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.avro.UserEvent;
import io.tidemark.local.LocalRedis;
import io.tidemark.local.Namespace;
import io.tidemark.local.ServiceProcess;
import io.tidemark.local.SharedStackExtension;
import io.tidemark.local.Stack;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The service and the feature server on the Redis of a careful operator, by settings alone. */
@ExtendWith(SharedStackExtension.class)
@Execution(ExecutionMode.CONCURRENT)
@Order(10)
class RedisTopologyIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int USERS = 30;
  private static final int MEMORY_MB = 64;
  private static final String PASSWORD = "s3cret-of-the-service";

  private static final String RIGHTS =
      "on >"
          + PASSWORD
          + " ~tls:* -@all +evalsha +eval +hget +hset +hlen +hkeys +hdel"
          + " +pexpire +hgetall +hmget +pttl +info +ping";

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Clock clock = Clock.systemUTC();

  @Test
  void rowsAreWrittenAndReadOverTlsWithCertificateAndUser(Stack stack) throws Exception {
    Namespace names = new Namespace("tls");
    int tlsPort = LocalRedis.freePort();
    TestKeys keys = new TestKeys(folder);
    keys.make("server");
    keys.make("client");
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    try (LocalRedis redis = LocalRedis.start(MEMORY_MB, trusting(keys, tlsPort));
        ServiceProcess service = names.service(stack);
        ServiceProcess server = names.service(stack)) {
      for (ServiceProcess process : List.of(service, server)) {
        process
            .set("redis.url", "rediss://127.0.0.1:" + tlsPort)
            .set("redis.user", "tidemark")
            .set("redis.password.file", password.toString())
            .set("redis.tls.ca.file", keys.certificate("server").toString())
            .set("redis.tls.cert.file", keys.certificate("client").toString())
            .set("redis.tls.key.file", keys.key("client").toString());
      }
      serviceAndServerAnswer(stack, names, service, server);
      assertThat(Files.readString(service.log())).doesNotContain(PASSWORD);
    }
  }

  private static List<String> trusting(TestKeys keys, int tlsPort) throws IOException {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--tls-port",
                String.valueOf(tlsPort),
                "--tls-ca-cert-file",
                keys.bundle("server", "client").toString(),
                "--tls-cert-file",
                keys.certificate("server").toString(),
                "--tls-key-file",
                keys.key("server").toString(),
                "--tls-auth-clients",
                "yes"));
    options.addAll(List.of(("--user tidemark " + RIGHTS).split(" ")));
    // who is not the user can ask whether it runs, and no more
    options.addAll(List.of("--user default on nopass -@all +ping".split(" ")));
    return options;
  }

  /** Two processes read what one has written from as many events as there are users. */
  private void serviceAndServerAnswer(
      Stack stack, Namespace names, ServiceProcess service, ServiceProcess server)
      throws Exception {
    Path definitions = Files.writeString(folder.resolve("defaults.yaml"), names.ofDefaults());
    try (TestCluster kafka = new TestCluster(stack.bootstrapServers());
        SchemaRegistry registry =
            SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()))) {
      names.registerDefaults(registry);
      service.start(definitions);
      AvroWriter writer = new AvroWriter(registry, true);
      for (int i = 0; i < USERS; i++) {
        byte[] value = writer.write(names.subject("user-events"), event(i));
        kafka.send(names.topic("user-events"), user(i).getBytes(UTF_8), value);
      }
    }
    server.serve(List.of("--config", definitions.toString()));
    for (int i = 0; i < USERS; i++) {
      awaitUser(service, i);
      awaitUser(server, i);
    }
    service.requireAlive();
    server.requireAlive();
  }

  private String user(int number) {
    return folder.getFileName() + "-" + number;
  }

  private UserEvent event(int number) {
    return UserEvent.newBuilder()
        .setEventId(user(number))
        .setUserId(user(number))
        .setEventType("view")
        .setPrice((double) number)
        .setOccurredAt(clock.instant())
        .build();
  }

  private void awaitUser(ServiceProcess process, int number) {
    String path = "/v1/features/user/" + user(number) + "?names=activity.spend_1h";
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(get(process.url(path))).contains("{\"value\":" + number + ".0,"));
  }

  private String get(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
