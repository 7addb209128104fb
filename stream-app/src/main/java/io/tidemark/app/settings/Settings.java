package io.tidemark.app.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of a process: what each means and what was chosen.
 *
 * <p>A key that is not declared here is passed on to the library it is for, when it starts with one
 * of {@link #PASSED_ON}; every other key is a mistake. {@link #toString} shows keys, never values,
 * since some of them are secrets. Immutable.
 */
public final class Settings {
  public static final Setting<String> APPLICATION_ID =
      Setting.text(
          "application.id", "tidemark", "consumer group and prefix of internal topics and state");
  public static final Setting<String> KAFKA =
      Setting.text("kafka.bootstrap.servers", "localhost:9092", "the Kafka cluster");
  public static final Setting<String> REGISTRY =
      Setting.text("schema.registry.url", "http://localhost:8081", "registries, in order of use");
  public static final Setting<String> REDIS =
      Setting.text(
          "redis.url",
          "redis://localhost:6379",
          "the online store; rediss:// for TLS; of a cluster some nodes, with commas");
  public static final Setting<String> REDIS_MODE =
      Setting.choice(
          "redis.mode", List.of("standalone", "cluster"), "one server, or a Redis Cluster");
  public static final Setting<String> REDIS_LAYOUT =
      Setting.choice(
          "redis.layout",
          List.of("plain", "feast"),
          "what rows look like: readable text, or what Feast's clients read");
  public static final Setting<Optional<String>> REDIS_USER =
      Setting.optional(
          "redis.user", "user of Redis' access control list; the default one without it");
  public static final Setting<Optional<String>> REDIS_PASSWORD =
      Setting.optional("redis.password", "its password, or the default user's");
  public static final Setting<Optional<Path>> REDIS_PASSWORD_FILE =
      Setting.file(
          "redis.password.file", "holds the password; read for every connection, so it may change");
  public static final Setting<Optional<Path>> REDIS_TLS_CA =
      Setting.file(
          "redis.tls.ca.file", "PEM of the authorities to trust; without it Java's own ones");
  public static final Setting<Optional<Path>> REDIS_TLS_CERTIFICATE =
      Setting.file("redis.tls.cert.file", "PEM of our certificate, where Redis asks for one");
  public static final Setting<Optional<Path>> REDIS_TLS_KEY =
      Setting.file("redis.tls.key.file", "PEM of its key, PKCS #8 without a password");
  public static final Setting<Boolean> REDIS_TLS_HOSTNAME =
      Setting.flag(
          "redis.tls.verify.hostname", true, "whether Redis' certificate must name its host");
  public static final Setting<Duration> REDIS_CONNECT_TIMEOUT =
      Setting.duration(
          "redis.connect.timeout",
          "2s",
          Duration.ofMillis(10),
          Duration.ofMinutes(1),
          "how long connecting to Redis may take");
  public static final Setting<Duration> REDIS_TIMEOUT =
      Setting.duration(
          "redis.timeout",
          "2s",
          Duration.ofMillis(10),
          Duration.ofMinutes(1),
          "how long a Redis command may take");
  public static final Setting<Integer> REDIS_QUEUE =
      Setting.count(
          "redis.queue",
          20_000,
          1_000,
          1_000_000,
          "commands under way per connection; more are refused and tried again");
  public static final Setting<Duration> REDIS_TOMBSTONE =
      Setting.duration(
          "redis.tombstone",
          "10m",
          Duration.ofSeconds(1),
          Duration.ofDays(7),
          "how long Redis remembers a deletion, and keeps an idle row at least");
  public static final Setting<String> HTTP_HOST =
      Setting.text("http.host", "127.0.0.1", "address the operations endpoints bind to");
  public static final Setting<Integer> HTTP_PORT =
      Setting.count("http.port", 8080, 0, 65535, "their port; 0 takes a free one");
  public static final Setting<String> HTTP_ADVERTISED =
      Setting.address(
          "http.advertised",
          "where other instances reach this one's endpoints; by default the address bound");
  public static final Setting<List<String>> READ_TOKENS =
      Setting.tokens("http.tokens.read", "bearer tokens for features and the catalogue");
  public static final Setting<List<String>> ERASE_TOKENS =
      Setting.tokens("http.tokens.erase", "bearer tokens for removing entities");
  public static final Setting<List<String>> OPS_TOKENS =
      Setting.tokens("http.tokens.ops", "bearer tokens for metrics and the list of routes");
  public static final Setting<Duration> DRAIN_DELAY =
      Setting.duration(
          "http.drain.delay",
          "0s",
          Duration.ZERO,
          Duration.ofMinutes(5),
          "at the end, how long requests are still taken after readiness is off");
  public static final Setting<Duration> DRAIN_LIMIT =
      Setting.duration(
          "http.drain.limit",
          "5s",
          Duration.ZERO,
          Duration.ofMinutes(5),
          "at the end, longest wait for requests in flight");
  public static final Setting<Integer> SERVE_CONCURRENCY =
      Setting.count(
          "serve.concurrency",
          64,
          1,
          2_000,
          "feature requests that wait for Redis at once; more get 503");
  public static final Setting<Duration> SERVE_TIMEOUT =
      Setting.duration(
          "serve.timeout",
          "1s",
          Duration.ofMillis(1),
          Duration.ofMinutes(1),
          "how long a feature request waits for Redis; then it gets 504");
  public static final Setting<Duration> SERVE_TOLERANCE =
      Setting.duration(
          "serve.tolerance",
          "2s",
          Duration.ZERO,
          Duration.ofDays(365),
          "how long after _valid_until a windowed value is still PRESENT, then EXPIRED");
  public static final Setting<Integer> SERVE_MAX_KEYS =
      Setting.count("serve.max.keys", 1_000, 1, 10_000, "keys of one request");
  public static final Setting<Integer> SERVE_MAX_VALUES =
      Setting.count(
          "serve.max.values", 200_000, 1, 10_000_000, "values of one reply: keys times names");
  public static final Setting<List<URI>> EXPLAIN_SERVICE =
      Setting.addresses(
          "serve.explain.service",
          "instances that `tidemark serve` asks for explanations; the next when one is away");
  public static final Setting<Path> STATE_DIR =
      new Setting<>(
          "state.dir", "state", "a folder", "where state stores are kept between runs", Path::of);
  public static final Setting<Integer> THREADS =
      Setting.count("streams.threads", 2, 1, 256, "stream threads of this process");
  public static final Setting<String> GUARANTEE =
      Setting.choice(
          "streams.guarantee",
          List.of("exactly_once_v2", "at_least_once"),
          "what Kafka-to-Kafka processing promises");
  public static final Setting<Duration> COMMIT_INTERVAL =
      Setting.duration(
          "streams.commit.interval",
          "2s",
          Duration.ofMillis(50),
          Duration.ofSeconds(5),
          "longest time between commits: what is written to topics becomes visible then; labels and"
              + " drift within 200ms while input is read as it comes; rows in Redis do not wait for it");
  public static final Setting<Integer> STANDBYS =
      Setting.count("streams.standbys", 0, 0, 8, "copies of each state store on other instances");
  public static final Setting<Duration> FLUSH_INTERVAL =
      Setting.duration(
          "features.flush.interval",
          "50ms",
          Duration.ofMillis(5),
          Duration.ofSeconds(10),
          "how long changes of an entity are gathered into one row; where records are older than"
              + " four times that when they are read, for as long as they are old, up to a commit"
              + " interval");
  public static final Setting<Boolean> FEATURES_TOPIC =
      Setting.flag(
          "features.topic",
          false,
          "also write every vector that is sent to the topic tidemark.features, compacted by entity");
  public static final Setting<Integer> HEAP_ENTITIES =
      Setting.count(
          "features.heap.entities",
          1_000_000,
          100,
          10_000_000,
          "most decoded entities kept on the heap per task; fewer where all tasks' would take more"
              + " than 15 % of it; the others are on disk");
  public static final Setting<List<String>> PIN =
      Setting.list(
          "features.pin",
          "group versions such as `activity@1`, separated by commas; or empty",
          "versions of feature groups served whatever has caught up: pin the old one to roll back",
          "[A-Za-z][A-Za-z0-9_]*@[1-9][0-9]*");
  public static final Setting<Duration> DRIFT_INTERVAL =
      Setting.duration(
          "drift.interval",
          "5s",
          Duration.ofMillis(100),
          Duration.ofMinutes(10),
          "time between drift evaluations");
  public static final Setting<String> TOPIC_PREFIX =
      Setting.text("topics.prefix", "tidemark.", "first part of the name of every topic of ours");
  public static final Setting<String> CREATE_TOPICS =
      Setting.choice(
          "topics.create",
          List.of("own", "all", "none"),
          "which missing topics are created: ours, the inputs too, or none");
  public static final Setting<Integer> PARTITIONS =
      Setting.count("topics.partitions", 4, 1, 10_000, "partitions of a topic created");
  public static final Setting<Integer> REPLICATION =
      Setting.count(
          "topics.replication",
          -1,
          -1,
          32,
          "replicas of a topic created; -1: the broker's default");

  /** Every setting, in the order of the documentation. */
  public static final List<Setting<?>> ALL =
      List.of(
          APPLICATION_ID,
          KAFKA,
          REGISTRY,
          REDIS,
          REDIS_MODE,
          REDIS_LAYOUT,
          REDIS_USER,
          REDIS_PASSWORD,
          REDIS_PASSWORD_FILE,
          REDIS_TLS_CA,
          REDIS_TLS_CERTIFICATE,
          REDIS_TLS_KEY,
          REDIS_TLS_HOSTNAME,
          REDIS_CONNECT_TIMEOUT,
          REDIS_TIMEOUT,
          REDIS_QUEUE,
          REDIS_TOMBSTONE,
          HTTP_HOST,
          HTTP_PORT,
          HTTP_ADVERTISED,
          READ_TOKENS,
          ERASE_TOKENS,
          OPS_TOKENS,
          DRAIN_DELAY,
          DRAIN_LIMIT,
          SERVE_CONCURRENCY,
          SERVE_TIMEOUT,
          SERVE_TOLERANCE,
          SERVE_MAX_KEYS,
          SERVE_MAX_VALUES,
          EXPLAIN_SERVICE,
          STATE_DIR,
          THREADS,
          GUARANTEE,
          COMMIT_INTERVAL,
          STANDBYS,
          FLUSH_INTERVAL,
          FEATURES_TOPIC,
          HEAP_ENTITIES,
          PIN,
          DRIFT_INTERVAL,
          TOPIC_PREFIX,
          CREATE_TOPICS,
          PARTITIONS,
          REPLICATION);

  /** First parts of keys that belong to a library: Kafka's clients and the registry's client. */
  public static final List<String> PASSED_ON =
      List.of("kafka.", "schema.registry.", "basic.auth.", "bearer.auth.", "request.header.");

  private final Map<String, String> values;

  Settings(Map<String, String> values) {
    this.values = new TreeMap<>(values);
  }

  /** The value chosen, or the default. */
  public <T> T get(Setting<T> setting) {
    return setting.parser().apply(values.getOrDefault(setting.key(), setting.defaultText()));
  }

  /** What a user set for Kafka's clients, without the prefix {@code kafka.}. */
  public Map<String, Object> kafka() {
    Map<String, Object> client = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith("kafka.")) {
            client.put(key.substring("kafka.".length()), value);
          }
        });
    client.put("bootstrap.servers", get(KAFKA));
    return client;
  }

  /** What a user set for the schema registry's client, under its own names. */
  public Map<String, String> registry() {
    Map<String, String> client = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (!key.startsWith("kafka.") && PASSED_ON.stream().anyMatch(key::startsWith)) {
            client.put(key, value);
          }
        });
    client.put(REGISTRY.key(), get(REGISTRY));
    return client;
  }

  @Override
  public String toString() {
    return "Settings" + values.keySet();
  }
}
