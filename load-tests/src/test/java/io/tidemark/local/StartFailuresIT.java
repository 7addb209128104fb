package io.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.AclCategory;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.tidemark.avro.UserEvent;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service says that cannot start: few lines, the last of which names the setting; and what
 * the doctor says of the same.
 */
@ExtendWith(SharedStackExtension.class)
class StartFailuresIT {
  private static final Logger LOG = LoggerFactory.getLogger(StartFailuresIT.class);
  private static final Namespace NAMES = new Namespace("start-failures");
  private static final String NO_HOST = "no-such-host.invalid";
  private static final int HEAP_MB = 256;
  private static final int MOST_LINES = 3;

  /** Far above the ten seconds of patience: on a busy machine everything takes longer. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private static Path folder;
  private static LocalRedis guarded;
  private static ServiceProcess running;

  @BeforeAll
  static void start(Stack stack) throws IOException {
    guarded = LocalRedis.start(64);
    guard(guarded);
    try (SchemaRegistry registry =
        SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()))) {
      NAMES.registerDefaults(registry);
      NAMES.register(registry, "nowhere", UserEvent.getClassSchema());
    }
    running = NAMES.service(stack);
    running.start(Files.writeString(folder.resolve("defaults.yaml"), NAMES.ofDefaults()));
    Files.writeString(folder.resolve("file"), "");
  }

  private static void guard(LocalRedis redis) {
    RedisClient client = RedisClient.create(redis.url());
    try (var connection = client.connect()) {
      connection
          .sync()
          .aclSetuser(
              "reader",
              AclSetuserArgs.Builder.on()
                  .addPassword("reading")
                  .allKeys()
                  .allCommands()
                  .removeCategory(AclCategory.SCRIPTING));
      connection.sync().configSet("requirepass", "right");
    } finally {
      client.shutdown();
    }
  }

  @AfterAll
  static void stop() {
    running.close();
    guarded.close();
  }

  /** What is wrong: with which settings, and what the last line says. */
  private enum Wrong {
    NO_KAFKA("kafka.bootstrap.servers", "127.0.0.1:9", "127.0.0.1:9 takes no connection"),
    NO_KAFKA_HOST("kafka.bootstrap.servers", NO_HOST + ":9092", "no host is called " + NO_HOST),
    OTHER_THAN_KAFKA("kafka.bootstrap.servers", "@redis", "@redis takes connections, but nobody"),
    KAFKA_LOGIN("kafka.security.protocol", "SASL_PLAINTEXT", "JAAS"),
    NO_REDIS("redis.url", "redis://127.0.0.1:9", "Connection refused"),
    OTHER_THAN_REDIS("redis.url", "redis://@registry", "See that Redis runs there"),
    REDIS_PASSWORD("redis.url", "redis://:wrong@@guarded", "Redis refused"),
    NO_REGISTRY("schema.registry.url", "http://127.0.0.1:9", "127.0.0.1:9"),
    OTHER_THAN_REGISTRY("schema.registry.url", "http://@redis", "@redis"),
    OTHER_HTTP_THAN_REGISTRY("schema.registry.url", "http://@service", "404"),
    ADDRESS_IN_USE("http.port", "@port", "in use"),
    STATE_IN_USE("application.id", NAMES.name(), "state.dir"),
    STATE_IS_A_FILE("state.dir", "@file", "it is a file"),
    TOPIC_MISSING("topics.create", "own", "topics.create=all"),
    TOPIC_WITHOUT_SCHEMA("topics.create", "all", "no schema is registered"),
    UNKNOWN_SETTING("http.prot", "1", "Unknown setting");

    private final String setting;
    private final String value;
    private final String says;

    /** What the last line leads to: a setting that can be changed, or the subject to register. */
    String named() {
      return switch (this) {
        case KAFKA_LOGIN -> "kafka.bootstrap.servers";
        case STATE_IN_USE -> "state.dir";
        case TOPIC_WITHOUT_SCHEMA -> NAMES.subject("unknown");
        default -> setting;
      };
    }

    Wrong(String setting, String value, String says) {
      this.setting = setting;
      this.value = value;
      this.says = says;
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsSoonAndNamesTheSetting(Wrong wrong, Stack stack) throws IOException {
    Map<String, String> settings = settings(stack);
    settings.put("start.patience", wrong == Wrong.NO_KAFKA ? "10s" : "0s");
    settings.put(wrong.setting, filled(wrong.value, stack));
    Path definitions = definitions(wrong);
    long startedNanos = System.nanoTime();

    Ended ended = run("run", wrong.name(), settings, definitions);

    long tookMs = Duration.ofNanos(System.nanoTime() - startedNanos).toMillis();
    LOG.info("{} took {} ms: {}", wrong, tookMs, ended.lines());
    assertThat(ended.exit()).as("exit code; %s", ended.lines()).isIn(1, 2);
    assertThat(ended.lines()).hasSizeBetween(1, MOST_LINES);
    assertThat(ended.lines()).noneMatch(line -> line.startsWith("\tat "));
    assertThat(ended.lastLine()).contains(filled(wrong.says, stack)).contains(wrong.named());
  }

  /** Beside the service: its port and its folder are taken, and all else is as it should be. */
  @Test
  void doctorFindsAllWellBesideTheService(Stack stack) throws IOException {
    Map<String, String> settings = settings(stack);
    settings.put("application.id", NAMES.name());
    settings.put("http.port", filled("@port", stack));

    Ended ended = run("doctor", "WELL", settings, folder.resolve("defaults.yaml"));

    assertThat(ended.exit()).as("exit code; %s", ended.lines()).isZero();
    assertThat(ended.lines().stream().map(line -> line.split("\\s{2,}", 3)))
        .extracting(words -> words[0] + " " + words[1])
        .containsExactly(
            "note state.dir",
            "note http.port",
            "ok kafka.bootstrap.servers",
            "ok input topics",
            "ok own topics",
            "ok kafka rights",
            "ok schema.registry.url",
            "ok definitions",
            "ok namespace",
            "ok clock",
            "ok redis.url");
  }

  /** It goes on after what is wrong. */
  @Test
  void doctorNamesAllThatIsWrong(Stack stack) throws IOException {
    Map<String, String> settings = settings(stack);
    settings.put("state.dir", filled("@file", stack));
    settings.put("kafka.bootstrap.servers", Wrong.NO_KAFKA.value);
    settings.put("schema.registry.url", Wrong.NO_REGISTRY.value);
    settings.put("redis.url", Wrong.NO_REDIS.value);

    Ended ended = run("doctor", "ILL", settings, folder.resolve("defaults.yaml"));

    assertThat(ended.exit()).as("exit code; %s", ended.lines()).isEqualTo(1);
    for (Wrong wrong :
        List.of(Wrong.STATE_IS_A_FILE, Wrong.NO_KAFKA, Wrong.NO_REGISTRY, Wrong.NO_REDIS)) {
      assertThat(ended.lines())
          .anyMatch(
              line ->
                  line.startsWith("wrong  " + wrong.setting)
                      && line.contains(filled(wrong.says, stack)));
    }
  }

  /** Nobody owns the namespace of the other: topics are missing, and the owner is another one. */
  @Test
  void doctorTellsWhatAStartWouldMiss(Stack stack) throws IOException {
    Map<String, String> settings = settings(stack);
    settings.put("topics.create", "own");

    Ended ended = run("doctor", "MISSING", settings, definitions(Wrong.TOPIC_MISSING));

    assertThat(ended.exit()).as("exit code; %s", ended.lines()).isEqualTo(1);
    assertThat(ended.lines())
        .anyMatch(line -> line.startsWith("wrong  input topics") && line.contains("nowhere"))
        .anyMatch(line -> line.startsWith("wrong  namespace") && line.contains(NAMES.name()));
  }

  /** A user who may read and not call scripts gets no row written. */
  @Test
  void doctorSaysWhatRedisDoesNotAllow(Stack stack) throws IOException {
    Map<String, String> settings = settings(stack);
    settings.put("redis.url", filled("redis://reader:reading@@guarded", stack));

    Ended ended = run("doctor", "DENIED", settings, folder.resolve("defaults.yaml"));

    assertThat(ended.exit()).as("exit code; %s", ended.lines()).isEqualTo(1);
    assertThat(ended.lines())
        .anyMatch(line -> line.startsWith("wrong  redis.url") && line.contains("NOPERM"))
        .anyMatch(line -> line.startsWith("ok     clock"))
        .noneMatch(line -> line.contains("io.tidemark"));
  }

  private Path definitions(Wrong wrong) throws IOException {
    String topic =
        switch (wrong) {
          case TOPIC_MISSING -> "nowhere";
          case TOPIC_WITHOUT_SCHEMA -> "unknown";
          default -> "user-events";
        };
    return Files.writeString(
        folder.resolve(wrong + ".yaml"), NAMES.ofDefaults().replace("user-events", topic));
  }

  private record Ended(int exit, List<String> lines) {
    String lastLine() {
      return lines.get(lines.size() - 1);
    }
  }

  private Ended run(String what, String name, Map<String, String> settings, Path definitions)
      throws IOException {
    List<Object> words = new ArrayList<>(List.of(what, "--config", definitions));
    settings.forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
    List<String> command = JavaCommand.withHeapMb(HEAP_MB).quickStart().service(words.toArray());
    Path log = folder.resolve(name + ".log");
    try (ChildProcess process = ChildProcess.start(name, command, log)) {
      int exit = process.awaitExit(LIMIT);
      try (Stream<String> lines = Files.lines(log)) {
        return new Ended(exit, lines.filter(line -> !line.isBlank()).toList());
      }
    }
  }

  /** Those of a service that would start. */
  private Map<String, String> settings(Stack stack) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("application.id", "start-failures-2");
    settings.put("topics.prefix", NAMES.topic("tidemark."));
    settings.put("kafka.bootstrap.servers", stack.bootstrapServers());
    settings.put("schema.registry.url", stack.registryUrl());
    settings.put("redis.url", stack.redisUrl());
    settings.put("http.port", "0");
    settings.put("state.dir", stack.folder("state").resolve(NAMES.name()).toString());
    settings.put("topics.replication", "1");
    return settings;
  }

  private String filled(String text, Stack stack) {
    URI service = URI.create(running.url("/"));
    return text.replace("@redis", URI.create(stack.redisUrl()).getAuthority())
        .replace("@registry", URI.create(stack.registryUrl()).getAuthority())
        .replace("@guarded", URI.create(guarded.url()).getAuthority())
        .replace("@service", service.getAuthority())
        .replace("@port", String.valueOf(service.getPort()))
        .replace("@file", folder.resolve("file").toString());
  }
}
