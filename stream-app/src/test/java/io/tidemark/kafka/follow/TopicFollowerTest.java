package io.tidemark.kafka.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tidemark.avro.ControlCommand;
import io.tidemark.avro.ControlKind;
import io.tidemark.avro.UserEvent;
import io.tidemark.kafka.SettableClock;
import io.tidemark.kafka.Topics.Topic;
import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.wire.AvroWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData.EnumSymbol;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What holds for every topic that is followed. */
class TopicFollowerTest {
  private static final Topic<ControlCommand> RULES = topic("rules");
  private static final Topic<ControlCommand> NEWS = topic("news");

  private final SettableClock wall = new SettableClock();
  private final UnsteadyRegistry registry = new UnsteadyRegistry();
  private final AvroWriter writer = new AvroWriter(registry, true);
  private final LoggedConsumer kafka = new LoggedConsumer();
  private final PrometheusExport export = new PrometheusExport();
  private final TakenIds rules = new TakenIds();
  private final TakenIds news = new TakenIds();
  private final TopicFollower follower =
      new TopicFollower(
          kafka,
          registry,
          List.of(
              FollowedTopic.needed(RULES, rules),
              FollowedTopic.optional(NEWS, news, Duration.ofHours(1))),
          export.metrics().follow(),
          wall);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private Thread thread;

  private static Topic<ControlCommand> topic(String name) {
    return new Topic<>(name, ControlCommand.class, Map.of());
  }

  @BeforeEach
  void listen() {
    logged.start();
    logger().addAppender(logged);
    kafka.create("rules", 2);
    kafka.create("news", 1);
  }

  @AfterEach
  void stop() throws InterruptedException {
    logger().detachAppender(logged);
    if (thread != null) {
      follower.close();
      thread.join();
      assertThat(kafka.closed()).isTrue();
    }
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(TopicFollower.class.getPackageName());
  }

  private void start() {
    thread = new Thread(follower, "follower");
    thread.setUncaughtExceptionHandler((failed, error) -> failure.set(error));
    thread.start();
  }

  private byte[] command(String id) {
    return writer.write(
        "rules-value",
        ControlCommand.newBuilder()
            .setKind(ControlKind.REBUILD)
            .setId(id)
            .setRequestedAt(Instant.EPOCH)
            .build());
  }

  private void write(Topic<?> topic, String... ids) {
    for (String id : ids) {
      write(topic, 0, id);
    }
  }

  private void write(Topic<?> topic, int partition, String id) {
    kafka.write(
        new TopicPartition(topic.name(), partition),
        "k",
        command(id),
        SettableClock.START.toEpochMilli());
  }

  private String scraped(String topic, String reason) {
    String start =
        "tidemark_followed_skipped_total{reason=\"%s\",topic=\"%s\"} ".formatted(reason, topic);
    return export
        .scrape()
        .lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst()
        .orElse("absent");
  }

  private List<String> warnings() {
    return logged.list.stream()
        .filter(event -> event.getLevel().levelStr.equals("WARN"))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void startWaitsOnlyForTopicsThatAreAwaited() {
    write(RULES, 0, "r1");
    write(RULES, 1, "r2");
    write(NEWS, "n1");
    follower.catchUp();
    assertThat(rules.taken).containsExactlyInAnyOrder("r1", "r2");
    assertThat(news.taken).isEmpty();
    follower.followOthers();
    follower.poll();
    assertThat(news.taken).containsExactly("n1");
  }

  @Test
  void whoWaitsGoesOnOnceTheEndIsReached() {
    write(RULES, "r1", "r2");
    start();
    follower.awaitCaughtUp();
    assertThat(rules.taken).containsExactly("r1", "r2");
    write(RULES, "r3");
    await().until(() -> rules.taken.contains("r3"));
  }

  @Test
  void onlyWhatIsNotTooOldIsReadWhereThePastIsShort() {
    long nowMs = SettableClock.START.toEpochMilli();
    TopicPartition partition = new TopicPartition("news", 0);
    kafka.write(partition, "k", command("old"), nowMs - Duration.ofMinutes(61).toMillis());
    kafka.write(partition, "k", command("recent"), nowMs - Duration.ofMinutes(59).toMillis());
    start();
    await().until(() -> !news.taken.isEmpty());
    assertThat(news.taken).containsExactly("recent");
  }

  @Test
  void whatComesRightAfterThePastWasLookedForIsRead() {
    kafka.afterSearch(() -> write(NEWS, "n1"));
    follower.followOthers();
    follower.poll();
    assertThat(news.taken).containsExactly("n1");
  }

  @Test
  void tombstonesAreHandedOverInTheirPlace() {
    write(RULES, "r1");
    kafka.write("rules", "key", null);
    write(RULES, "r2");
    follower.catchUp();
    assertThat(rules.taken).containsExactly("r1", "(key)", "r2");
  }

  @Test
  void whatIsNoRecordOfTheTopicIsSkippedAndCounted() {
    write(RULES, "r1");
    kafka.write("rules", "k", new byte[] {1, 2, 3});
    kafka.write("rules", "k", writer.write("events-value", event()));
    write(RULES, "senseless");
    kafka.write("rules", null, null);
    write(RULES, "r2");
    follower.catchUp();
    assertThat(rules.taken).containsExactly("r1", "r2");
    assertThat(scraped("rules", "undecodable")).isEqualTo("2.0");
    assertThat(scraped("rules", "refused")).isEqualTo("2.0");
    assertThat(scraped("news", "undecodable")).isEqualTo("0.0");
  }

  private static UserEvent event() {
    return UserEvent.newBuilder()
        .setEventId("e1")
        .setUserId("u1")
        .setEventType("view")
        .setOccurredAt(Instant.EPOCH)
        .build();
  }

  @Test
  void recordOfAnotherNameIsForeignWhateverItsFields() {
    Schema other =
        new Schema.Parser()
            .parse(ControlCommand.getClassSchema().toString().replace("ControlCommand", "Alert"));
    GenericRecord alert =
        new GenericRecordBuilder(other)
            .set("kind", new EnumSymbol(other.getField("kind").schema(), "REBUILD"))
            .set("id", "a1")
            .set("requested_at", 0L)
            .build();
    kafka.write("rules", "k", writer.write("alerts-value", alert));
    follower.catchUp();
    assertThat(rules.taken).isEmpty();
    assertThat(scraped("rules", "undecodable")).isEqualTo("1.0");
  }

  @Test
  void countersAreThereBeforeAnythingIsSkipped() {
    for (String topic : List.of("rules", "news")) {
      assertThat(scraped(topic, "undecodable")).isEqualTo("0.0");
      assertThat(scraped(topic, "refused")).isEqualTo("0.0");
    }
  }

  @Test
  void firstRecordSkippedIsNamedForEachReasonAndFurtherOnesAreNot() {
    write(RULES, "r1");
    for (int i = 0; i < 3; i++) {
      kafka.write("rules", "k", new byte[] {1, 2, 3});
      write(RULES, "senseless");
    }
    follower.catchUp();
    assertThat(warnings())
        .satisfiesExactly(
            undecodable -> assertThat(undecodable).contains("rules-0@1"),
            refused -> assertThat(refused).contains("rules-0@2", "It makes no sense."));
  }

  @Test
  void partitionWaitsWhileTheRegistryIsAwayAndTheOthersGoOn() {
    kafka.write("news", null, command("n0"));
    TopicPartition news0 = new TopicPartition("news", 0);
    long nowMs = SettableClock.START.toEpochMilli();
    byte[] first = command("n1");
    registry.away("ControlCommand");
    kafka.write(news0, "k", first, nowMs);
    kafka.write(news0, "k", command("n2"), nowMs);
    kafka.write("rules", "key", null);
    follower.catchUp();
    follower.followOthers();
    follower.poll();
    follower.poll();
    assertThat(rules.taken).containsExactly("(key)");
    assertThat(news.taken).isEmpty();
    assertThat(registry.refused()).as("tried once before the pause is over").isEqualTo(1);

    wall.advance(FollowedPartitions.PAUSE);
    follower.poll();
    assertThat(registry.refused()).isEqualTo(2);
    assertThat(warnings()).as("said once").hasSize(1);

    registry.back();
    wall.advance(FollowedPartitions.PAUSE);
    follower.poll();
    assertThat(news.taken).containsExactly("n1", "n2");
    assertThat(scraped("news", "undecodable")).isEqualTo("0.0");
    assertThat(warnings().get(0)).contains("news-0", "offset 1");
  }

  @Test
  void catchUpWaitsForTheRegistry() {
    write(RULES, "r1", "r2");
    registry.away("ControlCommand");
    kafka.schedulePollTask(() -> wall.advance(FollowedPartitions.PAUSE));
    kafka.schedulePollTask(
        () -> {
          registry.back();
          wall.advance(FollowedPartitions.PAUSE);
        });
    follower.catchUp();
    assertThat(rules.taken).containsExactly("r1", "r2");
  }

  @Test
  void brokenHandlerOfAnOptionalTopicStopsNoOther() {
    write(NEWS, "n1", "broken", "n2");
    start();
    await().until(() -> news.taken.contains("n1"));
    write(RULES, "r1");
    await().until(() -> rules.taken.contains("r1"));
    assertThat(news.taken).containsExactly("n1");
    assertThat(failure.get()).isNull();
  }

  @Test
  void brokenHandlerOfANeededTopicEndsTheFollower() throws InterruptedException {
    write(RULES, "broken");
    start();
    assertThatThrownBy(follower::awaitCaughtUp).hasMessage("the handler is broken");
    thread.join();
    assertThat(failure.get()).hasMessage("the handler is broken");
    assertThat(kafka.closed()).isTrue();
  }

  @Test
  void optionalTopicThatIsClosedToUsIsGivenUp() {
    kafka.hide("news");
    write(RULES, "r1");
    start();
    follower.awaitCaughtUp();
    write(RULES, "r2");
    await().until(() -> rules.taken.contains("r2"));
    assertThat(logged.list)
        .filteredOn(event -> event.getLevel().levelStr.equals("ERROR"))
        .singleElement()
        .satisfies(event -> assertThat(event.getFormattedMessage()).contains("news"));
  }

  @Test
  void optionalTopicThatCannotBeReadAnyMoreIsGivenUp() {
    write(NEWS, "n1");
    start();
    await().until(() -> news.taken.contains("n1"));
    kafka.lock("news");
    write(NEWS, "n2");
    write(RULES, "r1");
    await().until(() -> rules.taken.contains("r1"));
    assertThat(news.taken).containsExactly("n1");
    assertThat(failure.get()).isNull();
  }

  @Test
  void neededTopicThatIsClosedToUsEndsTheFollower() throws InterruptedException {
    kafka.hide("rules");
    start();
    assertThatThrownBy(follower::awaitCaughtUp).isInstanceOf(TopicAuthorizationException.class);
    thread.join();
    assertThat(failure.get()).isInstanceOf(TopicAuthorizationException.class);
  }

  @Test
  void failureThatNamesNoTopicIsPutOnOptionalOnesFirst() {
    follower.catchUp();
    follower.followOthers();
    kafka.setPollException(new KafkaException("a record is corrupt"));
    follower.poll();
    write(RULES, "r1");
    follower.poll();
    assertThat(rules.taken).containsExactly("r1");
    kafka.setPollException(new KafkaException("a record is corrupt"));
    assertThatThrownBy(follower::poll).hasMessage("a record is corrupt");
  }

  @Test
  void topicThatIsNotThereIsNamed() {
    FollowedTopic<?> other = FollowedTopic.needed(topic("elsewhere"), new TakenIds());
    TopicFollower lost =
        new TopicFollower(kafka, registry, List.of(other), export.metrics().follow(), wall);
    assertThatThrownBy(lost::catchUp)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("elsewhere");
  }

  @Test
  void partitionAddedLaterIsReadFromItsBeginning() {
    start();
    write(NEWS, "n0");
    await().until(() -> news.taken.contains("n0"));
    kafka.create("news", 2);
    kafka.write(new TopicPartition("news", 1), "k", command("n1"), 0);
    wall.advance(Duration.ofMinutes(1));
    await().until(() -> news.taken.contains("n1"));
  }

  @Test
  void whoWaitsIsToldWhenItIsStoppedBefore() throws InterruptedException {
    write(RULES, "r1");
    registry.away("ControlCommand");
    start();
    await().until(() -> !warnings().isEmpty());
    follower.close();
    thread.join();
    assertThatThrownBy(follower::awaitCaughtUp).isInstanceOf(IllegalStateException.class);
    assertThat(kafka.closed()).isTrue();
    assertThat(failure.get()).isNull();
  }
}
