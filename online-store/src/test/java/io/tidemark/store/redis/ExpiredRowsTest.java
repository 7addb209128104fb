package io.tidemark.store.redis;

import static io.tidemark.store.redis.StoreProbe.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandType;
import io.tidemark.store.Catalog;
import io.tidemark.store.EntityKey;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.TestCatalog;
import io.tidemark.store.WriteOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Rows whose time has ended, in hashes that others share, on a real server. */
@Timeout(60)
class ExpiredRowsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration OFTEN = Duration.ofMillis(100);
  private static final int KEYS = 3_000;
  private static final byte[] THEIRS = bytes("_ts:profile");

  private final LongAdder removed = new LongAdder();
  private TestRedis redis;
  private RedisFeatureStore store;
  private RedisClient client;
  private RedisCommands<byte[], byte[]> commands;

  @BeforeEach
  void start() {
    redis = TestRedis.running("user default on nopass ~* &* +@all");
    store = connect(settings(), TestCatalog.CATALOG);
    client = RedisClient.create(redis.url());
    commands = client.connect(ByteArrayCodec.INSTANCE).sync();
  }

  @AfterEach
  void stop() {
    logger().detachAndStopAllAppenders();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    store.close();
    redis.close();
  }

  private RedisSettings settings() {
    return RedisSettings.of(redis.url())
        .with(RedisLayout.FEAST)
        .withCommandTimeout(Duration.ofSeconds(1));
  }

  private static RedisFeatureStore connect(RedisSettings settings, Catalog catalog) {
    return RedisFeatureStore.connect(settings, catalog);
  }

  private Sweeping sweeping() {
    return Sweeping.of(store, OFTEN, removed::add);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] redisKey(String namespace, String user) {
    return FeastFormatReader.key(namespace, Map.of("user_id", user));
  }

  private static FeatureRow row(String namespace, String user, long revision, Duration ttl) {
    EventTimes times = new EventTimes(OptionalLong.of(7), Map.of("g", 7L, "h", 5L));
    return new FeatureRow(
        new EntityKey(namespace, "user", user),
        Map.of("g.a", "v" + revision, "g.b", "2"),
        revision,
        9,
        OptionalLong.empty(),
        times,
        List.of(),
        ttl);
  }

  private void write(String user, Duration ttl) {
    assertThat(done(store.write(row("shop", user, 1, ttl)))).isEqualTo(WriteOutcome.APPLIED);
  }

  private void othersPut(String namespace, String user) {
    commands.hset(redisKey(namespace, user), THEIRS, THEIRS);
  }

  private Map<String, String> held(String user) {
    Map<String, String> fields = new HashMap<>();
    commands
        .hgetall(redisKey("shop", user))
        .forEach((name, value) -> fields.put(text(name), text(value)));
    return fields;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static final Map<String, String> THEIRS_ALONE = Map.of(text(THEIRS), text(THEIRS));

  private void awaitRemoved(long rows) {
    await().atMost(PATIENCE).until(() -> removed.sum() >= rows);
    assertThat(removed.sum()).isEqualTo(rows);
  }

  @Test
  void onlyOurFieldsOfRowsThatEndedAreRemoved() {
    try (RedisFeatureStore another =
        connect(settings(), new Catalog("myshop", TestCatalog.CATALOG.entities()))) {
      for (int i = 0; i < KEYS; i++) {
        done(store.write(row("shop", "ended" + i, 1, i % 3 == 0 ? AT_ONCE : LONG)));
        if (i % 2 == 0) {
          othersPut("shop", "ended" + i);
        }
      }
      for (int i = 0; i < 300; i++) {
        othersPut("shop", "theirs" + i);
        done(another.write(row("myshop", "u" + i, 1, AT_ONCE)));
      }
    }
    commands.set(redisKey("shop", "text"), THEIRS);
    commands.rpush(redisKey("shop", "list"), THEIRS);
    commands.hset(
        bytes("cart:shop"), Map.of(bytes("_expires"), THEIRS, bytes("_revision"), THEIRS));
    Map<String, byte[]> before = dumps();

    try (Sweeping running = sweeping()) {
      awaitRemoved(KEYS / 3);
    }

    for (int i = 0; i < KEYS; i += 3) {
      before.remove(text(redisKey("shop", "ended" + i)));
      assertThat(held("ended" + i)).isEqualTo(i % 2 == 0 ? THEIRS_ALONE : Map.of());
    }
    Map<String, byte[]> after = dumps();
    before.forEach((key, dump) -> assertThat(after.get(key)).as(key).isEqualTo(dump));
  }

  /** Every key as it is, but for what the sweep writes for itself. */
  private Map<String, byte[]> dumps() {
    Map<String, byte[]> dumps = new LinkedHashMap<>();
    for (byte[] key : commands.keys("*")) {
      dumps.put(text(key), commands.dump(key));
    }
    dumps.remove("shop:_sweep");
    return dumps;
  }

  @Test
  void deletionIsForgottenInTheEnd() {
    try (RedisFeatureStore forgetful =
        connect(settings().withTombstone(AT_ONCE), TestCatalog.CATALOG)) {
      done(forgetful.delete(new EntityKey("shop", "user", "d"), 5));
      done(forgetful.delete(new EntityKey("shop", "user", "beside"), 5));
    }
    othersPut("shop", "beside");
    done(store.delete(new EntityKey("shop", "user", "kept"), 5));

    try (Sweeping running = sweeping()) {
      awaitRemoved(2);
    }

    assertThat(held("d")).isEmpty();
    assertThat(held("beside")).isEqualTo(THEIRS_ALONE);
    assertThat(done(store.write(row("shop", "kept", 4, LONG)))).isEqualTo(WriteOutcome.STALE);
  }

  @Test
  void rowOfManyValuesIsRemovedAsAWhole() {
    Map<String, Object> values = new HashMap<>();
    IntStream.range(0, 9_000).forEach(i -> values.put("g.f" + i, "x"));
    EntityKey key = new EntityKey("shop", "user", "many");
    EventTimes times = EventTimes.newest(OptionalLong.of(7));
    done(
        store.write(
            new FeatureRow(key, values, 1, 9, OptionalLong.empty(), times, List.of(), AT_ONCE)));
    othersPut("shop", "many");

    try (Sweeping running = sweeping()) {
      awaitRemoved(1);
    }

    assertThat(held("many")).isEqualTo(THEIRS_ALONE);
  }

  @Test
  void namespaceIsNoPattern() {
    String odd = "s[h]o?p*\\^-";
    try (RedisFeatureStore oddly =
        connect(settings(), new Catalog(odd, TestCatalog.CATALOG.entities()))) {
      done(oddly.write(row(odd, "u", 1, AT_ONCE)));
      try (Sweeping running = Sweeping.of(oddly, OFTEN, removed::add)) {
        awaitRemoved(1);
      }
    }
    assertThat(commands.exists(redisKey(odd, "u"))).isZero();
  }

  /** A row that comes as another is removed is there, all of it, whoever is first. */
  @Test
  void writeThatRacesWithTheSweepIsNeverLost() {
    othersPut("shop", "raced0");
    try (Sweeping running = sweeping()) {
      long revision = 0;
      while (removed.sum() < 200) {
        long next = revision + 2;
        List<String> users = IntStream.range(0, 50).mapToObj(i -> "raced" + i).toList();
        users.forEach(user -> done(store.write(row("shop", user, next - 1, AT_ONCE))));
        users.forEach(user -> done(store.write(row("shop", user, next, LONG))));
        for (String user : users) {
          FeatureRow read = done(store.read(new EntityKey("shop", "user", user))).orElseThrow();
          assertThat(read.values()).isEqualTo(Map.of("g.a", "v" + next, "g.b", "2"));
        }
        revision = next;
        users.forEach(user -> done(store.write(row("shop", user, next + 1, AT_ONCE))));
        revision++;
      }
    }
    assertThat(held("raced0")).containsAllEntriesOf(THEIRS_ALONE);
  }

  @Test
  void oneOfSeveralGoesOverTheKeysAndAnotherAfterIt() {
    IntStream.range(0, 500).forEach(i -> write("k" + i, LONG));
    write("ended", AT_ONCE);
    commands.configResetstat();

    Sweeping first = Sweeping.of(store, LONG, removed::add);
    Sweeping second = Sweeping.of(store, LONG, removed::add);
    awaitRemoved(1);
    await().atMost(PATIENCE).until(() -> leasedMs() > Duration.ofMinutes(30).toMillis());
    first.close();
    second.close();

    long pages = calls("scan");
    assertThat(pages).isBetween(3L, 8L);
    try (Sweeping third = sweeping()) {
      await().during(Duration.ofMillis(500)).until(() -> calls("scan") == pages);
      commands.hset(bytes("shop:_sweep"), bytes("until"), bytes("1"));
      await().atMost(PATIENCE).until(() -> calls("scan") > pages);
    }
  }

  private long leasedMs() {
    return Long.parseLong(text(commands.hget(bytes("shop:_sweep"), bytes("until"))))
        - Clock.systemUTC().millis();
  }

  private long calls(String command) {
    return commands
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_" + command + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+).*", "$1")))
        .sum();
  }

  @Test
  void serverWithoutMemoryGetsSomeBack() {
    write("ended", AT_ONCE);
    commands.configSet("maxmemory", "1");

    try (Sweeping running = sweeping()) {
      awaitRemoved(1);
    }

    assertThat(held("ended")).isEmpty();
  }

  @Test
  void rightThatIsMissingIsSaidOnceAndTheSweepGoesOnWhenItIsThere() {
    acl("SETUSER", "tidemark", "on", ">s3cret", "~shop:*", "~*shop");
    acl(("SETUSER tidemark " + RedisLoginTest.RIGHTS + " +persist").split(" "));
    write("ended", AT_ONCE);
    RedisSettings limited = settings().with(new RedisLogin("tidemark", "s3cret", null));
    ListAppender<ILoggingEvent> log = listen();
    try (RedisFeatureStore theirs = connect(limited, TestCatalog.CATALOG);
        Sweeping running = Sweeping.of(theirs, OFTEN, removed::add)) {
      await().atMost(PATIENCE).until(() -> calls("evalsha") + calls("eval") > 5);
      assertThat(messages(log)).singleElement().asString().contains("'scan'", "README");

      acl("SETUSER", "tidemark", "+scan");
      awaitRemoved(1);
      await().atMost(PATIENCE).until(() -> messages(log).size() == 2);
    }
    assertThat(messages(log).get(1)).contains("again");
  }

  private void acl(String... words) {
    try (RedisAdmin admin = RedisAdmin.of(redis.url())) {
      done(admin.send(CommandType.ACL, (Object[]) words));
    }
  }

  private static ListAppender<ILoggingEvent> listen() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    logger().setLevel(Level.INFO);
    log.start();
    logger().addAppender(log);
    return log;
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(ExpiredRows.class);
  }

  private static List<String> messages(ListAppender<ILoggingEvent> log) {
    return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void serverThatIsAwayOrFrozenStopsNothing() {
    ListAppender<ILoggingEvent> log = listen();
    try (Sweeping running = sweeping()) {
      redis.stop();
      await().atMost(PATIENCE).until(() -> messages(log).size() == 1);
      redis.start();
      await().atMost(PATIENCE).until(() -> store.problem().isEmpty());
      write("ended", AT_ONCE);
      awaitRemoved(1);
      await().atMost(PATIENCE).until(() -> messages(log).size() == 2);

      freeze();
      await().atMost(PATIENCE).until(() -> messages(log).size() == 4);
      write("ended", AT_ONCE);
      awaitRemoved(2);
    }
    assertThat(messages(log))
        .map(message -> message.contains("stay in Redis for now"))
        .containsExactly(true, false, true, false);
  }

  private void freeze() {
    try (RedisAdmin admin = RedisAdmin.of(redis.url())) {
      done(admin.send(CommandType.CLIENT, "PAUSE", 3_000, "WRITE"));
    }
  }

  @Test
  void stopsInTheMiddleOfAPassAndWhileRedisIsFrozen() {
    IntStream.range(0, KEYS).forEach(i -> othersPut("shop", "k" + i));
    Sweeping running = sweeping();
    await().atMost(PATIENCE).until(() -> calls("scan") > 1);
    running.close();

    Sweeping frozen = sweeping();
    freeze();
    frozen.close();
  }

  @Test
  void plainLayoutHasNothingToRemove() {
    try (RedisFeatureStore plain =
        connect(settings().with(RedisLayout.PLAIN), TestCatalog.CATALOG)) {
      assertThat(plain.expiredRows(OFTEN, removed::add)).isEmpty();
    }
  }
}
