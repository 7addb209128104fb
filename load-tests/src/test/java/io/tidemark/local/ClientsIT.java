package io.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.tidemark.store.Catalog;
import io.tidemark.store.EntityKey;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.redis.RedisFeatureStore;
import io.tidemark.store.redis.RedisSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The clients of the READMEs against {@code tidemark serve} on a real Redis. One that is not
 * installed is skipped, and fails in CI; without Redis' own client its words are sent by ours.
 */
@ExtendWith(SharedStackExtension.class)
class ClientsIT {
  private static final Path README = BuiltFiles.repository().resolve("online-store/README.md");
  private static final Path FRONT = BuiltFiles.repository().resolve("README.md");
  private static final Path SCHEMA =
      BuiltFiles.repository().resolve("load-tests/examples/transactions.avsc");
  private static final long LIMIT_SECONDS = 60;
  private static final String DEFINITIONS =
      """
      namespace: shop
      sources:
        - {name: transactions, topic: transactions, event_time: invoice_time}
      entities:
        - {name: customer, key: [customer_id]}
      features:
        - group: spending
          source: transactions
          entity: customer
          aggregate:
            - {name: purchases, op: count, windows: [1h]}
            - {name: spend, op: sum, of: unit_price, windows: [24h]}
      """;

  @TempDir static Path folder;
  private static Stack stack;
  private static ServiceProcess server;
  private static Map<String, String> addresses;

  @BeforeAll
  static void start(Stack shared) throws IOException {
    stack = shared;
    server = new ServiceProcess(stack, "clients-it");
    addresses =
        Map.of("http://localhost:8080", server.url(""), "redis://localhost:6379", stack.redisUrl());
    Path definitions = Files.writeString(folder.resolve("shop.yaml"), DEFINITIONS);
    server.serve(List.of("--config", definitions.toString(), "--schema", "transactions=" + SCHEMA));
    try (FeatureStore store =
        RedisFeatureStore.connect(
            RedisSettings.of(stack.redisUrl()), new Catalog("shop", List.of()))) {
      store.write(row(Clock.systemUTC().millis())).toCompletableFuture().join();
    }
  }

  private static FeatureRow row(long nowMs) {
    return new FeatureRow(
        new EntityKey("shop", "customer", "17850"),
        Map.of("spending.purchases_1h", 3L, "spending.spend_24h", 25.5),
        412,
        nowMs,
        OptionalLong.of(nowMs + Duration.ofMinutes(30).toMillis()),
        EventTimes.newest(OptionalLong.of(nowMs - 250)),
        // the name of a value that is complete is a part of it
        List.of("spending.purchases_1h", "spending.spend_24h_x"),
        Duration.ofHours(1));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String block(Path page, String mark) throws IOException {
    return ClientProgram.block(page, mark, addresses);
  }

  private static ClientProgram command(List<String> words) {
    return new ClientProgram(words, folder, folder.resolve("problems.txt"));
  }

  private static boolean works(String... words) {
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void curlReadsFeatures() throws Exception {
    requireCurl();
    List<String> commands = block(README, "curl").lines().toList();
    assertThat(commands).hasSize(4);
    JsonNode one = json(commands.get(0));
    assertThat(one.get("values").toString())
        .isEqualTo(
            "{\"spending.spend_24h\":{\"value\":25.5,\"status\":\"PRESENT\"},"
                + "\"spending.purchases_1h\":{\"value\":3,\"status\":\"WARMING\"}}");
    assertThat(one.get("revision").asLong()).isEqualTo(412);
    JsonNode results = json(commands.get(1)).get("results");
    assertThat(results.at("/0/values/spending.spend_24h/value").asDouble()).isEqualTo(25.5);
    assertThat(results.at("/1/values/spending.spend_24h/reason").asText()).isEqualTo("unknown_key");
    JsonNode feast = json(commands.get(2));
    assertThat(feast.at("/metadata/feature_names").toString())
        .isEqualTo("[\"customer_id\",\"spend_24h\"]");
    assertThat(feast.at("/results/1/values").toString()).isEqualTo("[25.5]");
    assertThat(json(commands.get(3)).at("/entities/0/groups/0/features/1/type").asText())
        .isEqualTo("double");
  }

  private static void requireCurl() {
    boolean installed = works("curl", "--version");
    ClientPackages.requireOrSkip(installed ? Optional.empty() : Optional.of("curl"));
  }

  private JsonNode json(String command) throws Exception {
    return new ObjectMapper().readTree(command(List.of("sh", "-c", command)).output());
  }

  @Test
  void redisCliReadsFeatures() throws Exception {
    List<String> lines = redisCli(block(README, "redis-cli").strip());
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).isEqualTo("25.5");
    assertThat(lines.get(1)).isEqualTo("3");
    assertThat(lines.get(3)).isEqualTo("WARMING spending.purchases_1h,spending.spend_24h_x");
  }

  /** What Redis' client prints; the words after its address are a command as they are. */
  private List<String> redisCli(String line) throws Exception {
    if (works("redis-cli", "--version")) {
      return command(List.of("sh", "-c", line)).output().lines().toList();
    }
    List<String> words = List.of(line.split(" "));
    assertThat(words.subList(0, 2)).containsExactly("redis-cli", "-u");
    RedisClient client = RedisClient.create(words.get(2));
    try {
      CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
      words.subList(4, words.size()).forEach(arguments::add);
      return client
          .connect()
          .sync()
          .dispatch(
              CommandType.valueOf(words.get(3)),
              new ValueListOutput<>(StringCodec.UTF8),
              arguments);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  @Test
  void frontPageReadsFeatures() throws Exception {
    requireCurl();
    List<String> commands = block(FRONT, "read").lines().toList();
    assertThat(commands).hasSize(2);
    String cli = commands.get(0).replace("redis-cli", "redis-cli -u " + stack.redisUrl());
    assertThat(redisCli(cli)).contains("spending.spend_24h", "25.5");
    // its progress is for people
    String curl = commands.get(1).replace("curl localhost:8080", "curl -s " + server.url(""));
    assertThat(json(curl).at("/values/spending.spend_24h/value").asDouble()).isEqualTo(25.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"python-http", "java-http", "go-http", "node-http"})
  void programReadsFeaturesOverHttp(String mark) throws Exception {
    assertThat(ClientProgram.of(mark, addresses, folder).output()).isEqualTo("25.5 PRESENT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"python-redis", "java-redis", "go-redis", "node-redis"})
  void programReadsFeaturesFromRedis(String mark) throws Exception {
    assertThat(ClientProgram.of(mark, addresses, folder).output())
        .isEqualToIgnoringCase("25.5 fresh false");
  }

  @Test
  void processOfItsOwnAnswersEveryRoute() throws Exception {
    assertThat(server.status("/health/ready")).isEqualTo(200);
    assertThat(server.status("/v1/features/customer/nobody")).isEqualTo(200);
    assertThat(server.status("/v1/features/custmer/17850")).isEqualTo(404);
    assertThat(server.status("/v1/explain/customer/17850")).isEqualTo(501);
  }
}
