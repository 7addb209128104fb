package io.tidemark.kafka.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.avro.Baseline;
import io.tidemark.avro.FeatureKind;
import io.tidemark.follow.FollowedBaselines;
import io.tidemark.kafka.SettableClock;
import io.tidemark.kafka.Topics.Topic;
import io.tidemark.monitoring.drift.baseline.BaselineBuilder;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.records.BaselineRecords;
import io.tidemark.registry.InMemorySchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FollowedBaselinesTest {
  private static final Topic<Baseline> TOPIC = new Topic<>("baselines", Baseline.class, Map.of());

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final AvroWriter writer = new AvroWriter(registry, true);
  private final LoggedConsumer kafka = new LoggedConsumer();
  private final FollowedBaselines baselines = new FollowedBaselines();
  private final PrometheusExport export = new PrometheusExport();
  private final TopicFollower follower =
      new TopicFollower(
          kafka,
          registry,
          List.of(FollowedTopic.needed(TOPIC, baselines)),
          export.metrics().follow(),
          new SettableClock());

  @BeforeEach
  void create() {
    kafka.create(TOPIC.name(), 1);
  }

  private static BaselineProfile profile(String version, double scale) {
    BaselineBuilder builder = new BaselineBuilder("m", version);
    for (int i = 0; i < 200; i++) {
      builder.add(Map.of("@score", i * scale, "device", i % 2 == 0 ? "phone" : "web"));
    }
    return builder.build(Instant.parse("2026-03-01T00:00:00Z"));
  }

  private byte[] wire(BaselineProfile profile) {
    return writer.write(TOPIC.valueSubject(), BaselineRecords.record(profile, "test"));
  }

  /** Decodes, and is no baseline. */
  private byte[] wireOfUnknownKind() {
    Baseline record = BaselineRecords.record(profile("v1", 2), "test");
    record.getFeatures().get(0).setKind(FeatureKind.UNKNOWN);
    return writer.write(TOPIC.valueSubject(), record);
  }

  private void publish(String key, byte[] value) {
    kafka.write(TOPIC.name(), key, value);
  }

  @Test
  void emptyTopicHasNoBaseline() {
    follower.catchUp();
    assertThat(baselines.of("m", "v1")).isEmpty();
  }

  private static BaselineProfile made(BaselineProfile profile, String at) {
    return new BaselineProfile(
        profile.model(), profile.version(), Instant.parse(at), new TreeMap<>(profile.features()));
  }

  @Test
  void fileIsNewsWhereNothingIsKnown() {
    follower.catchUp();
    assertThat(baselines.isNews(profile("v1", 1), "file.json")).isTrue();
  }

  @Test
  void newerBaselineStaysWhenTheFileComesAgain() {
    publish("m|v1", wire(made(profile("v1", 2), "2026-03-02T00:00:00Z")));
    follower.catchUp();
    assertThat(baselines.isNews(profile("v1", 1), "file.json")).isFalse();
  }

  @Test
  void sameBaselineIsNoNewsHoweverOld() {
    publish("m|v1", wire(profile("v1", 1)));
    follower.catchUp();
    BaselineProfile again = made(profile("v1", 1), "2026-03-09T00:00:00Z");
    assertThat(baselines.isNews(again, "file.json")).isFalse();
  }

  @Test
  void fileThatWasMadeLaterIsNews() {
    publish("m|v1", wire(profile("v1", 2)));
    follower.catchUp();
    BaselineProfile later = made(profile("v1", 1), "2026-03-01T00:00:01Z");
    assertThat(baselines.isNews(later, "file.json")).isTrue();
  }

  /** As when a file is taken back to an earlier one. */
  @Test
  void otherContentOfTheSameFileIsNews() {
    publish("m|v1", wire(made(profile("v1", 2), "2026-03-02T00:00:00Z")));
    follower.catchUp();
    assertThat(baselines.isNews(profile("v1", 1), "test")).isTrue();
  }

  @Test
  void everyBaselineIsThereOnceCaughtUp() {
    publish("m|v1", wire(profile("v1", 1)));
    publish("m|v2", wire(profile("v2", 2)));
    publish("m|v1", wire(profile("v1", 3)));
    follower.catchUp();
    assertThat(baselines.of("m", "v1")).contains(profile("v1", 3));
    assertThat(baselines.of("m", "v2").orElseThrow().hash()).isEqualTo(profile("v2", 2).hash());
    assertThat(baselines.of("other", "v1")).isEmpty();
  }

  @Test
  void whatIsNoBaselineLeavesTheOneInForce() {
    publish("m|v1", wire(profile("v1", 1)));
    publish("m|v1", new byte[] {1, 2, 3});
    publish("m|v1", wireOfUnknownKind());
    publish("m|v2", wire(profile("v2", 1)));
    follower.catchUp();
    assertThat(baselines.of("m", "v1")).contains(profile("v1", 1));
    assertThat(baselines.of("m", "v2")).isPresent();
  }

  /** Read last by chance, since its partition is another one, it would undo a newer baseline. */
  @Test
  void baselineUnderAnotherKeyIsRefusedAndCounted() {
    publish("m|v1", wire(profile("v1", 1)));
    publish("m/v1", wire(profile("v1", 2)));
    publish(null, wire(profile("v1", 3)));
    publish("m/v1", null);
    follower.catchUp();

    assertThat(baselines.of("m", "v1")).contains(profile("v1", 1));
    assertThat(export.scrape())
        .contains("tidemark_followed_skipped_total{reason=\"refused\",topic=\"baselines\"} 3");
  }

  @Test
  void namesWithTheSeparatorAreNotMistaken() {
    BaselineProfile one = new BaselineBuilder("a|b", "c").build(Instant.EPOCH);
    BaselineProfile other = new BaselineBuilder("a", "b|c").build(Instant.EPOCH);
    publish(BaselineRecords.key(one), wire(one));
    publish(BaselineRecords.key(other), wire(other));
    publish(BaselineRecords.key(one), null);
    follower.catchUp();

    assertThat(baselines.of("a|b", "c")).isEmpty();
    assertThat(baselines.of("a", "b|c")).isPresent();
  }

  @Test
  void runFollowsAndATombstoneRemoves() throws InterruptedException {
    publish("m|v1", wire(profile("v1", 1)));
    Thread thread = new Thread(follower, "follower");
    thread.start();
    follower.awaitCaughtUp();
    assertThat(baselines.of("m", "v1")).isPresent();
    publish("m|v2", wire(profile("v2", 1)));
    await().until(() -> baselines.of("m", "v2").isPresent());
    publish("m|v1", null);
    await().until(() -> baselines.of("m", "v1").isEmpty());
    follower.close();
    thread.join();

    assertThat(kafka.closed()).isTrue();
  }
}
