package io.tidemark.kafka.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.DriftStatus;
import io.tidemark.avro.Surface;
import io.tidemark.follow.FollowedDrift;
import io.tidemark.kafka.SettableClock;
import io.tidemark.kafka.Topics.Topic;
import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.registry.InMemorySchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FollowedDriftTest {
  private static final Topic<DriftMetric> TOPIC = new Topic<>("drift", DriftMetric.class, Map.of());
  private static final String SPEND = "spending.spend_1h";

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final AvroWriter writer = new AvroWriter(registry, true);
  private final LoggedConsumer kafka = new LoggedConsumer();
  private final FollowedDrift<DriftMetric> drift =
      new FollowedDrift<>(Set.of(SPEND), metric -> metric);

  private static DriftMetric metric(String feature, String version, Double psi) {
    return DriftMetric.newBuilder()
        .setModel("ranker")
        .setModelVersion(version)
        .setSurface(Surface.FEATURE)
        .setFeature(feature)
        .setWindow("1h")
        .setWindowMs(3_600_000)
        .setWindowStart(SettableClock.START)
        .setWindowEnd(SettableClock.START)
        .setStatus(psi == null ? DriftStatus.INSUFFICIENT : DriftStatus.SIGNIFICANT)
        .setPsi(psi)
        .setBins(List.of())
        .setComputedAt(SettableClock.START)
        .build();
  }

  @Test
  void newestWordOnASeriesIsItsDrift() {
    drift.accept(metric(SPEND, "v1", 0.1));
    drift.accept(metric(SPEND, "v2", null));
    drift.accept(metric(SPEND, "v1", 0.4));
    assertThat(drift.of(SPEND))
        .containsExactlyInAnyOrder(metric(SPEND, "v1", 0.4), metric(SPEND, "v2", null));
  }

  @Test
  void onlyServedFeaturesOfAllTrafficAreKept() {
    drift.accept(metric("device", "v1", 0.1));
    DriftMetric segment = metric(SPEND, "v1", 0.1);
    segment.setSegment("device=phone");
    drift.accept(segment);
    DriftMetric score = metric(SPEND, "v1", 0.1);
    score.setSurface(Surface.SCORE);
    drift.accept(score);
    assertThat(drift.of(SPEND)).isEmpty();
    assertThat(drift.of("device")).isEmpty();
  }

  @Test
  void versionsHeardOfLeastRecentlyLeaveFirst() {
    for (int i = 0; i < 200; i++) {
      drift.accept(metric(SPEND, "v" + i, 0.1));
      drift.accept(metric(SPEND, "v0", 0.2));
    }
    assertThat(drift.of(SPEND))
        .hasSize(64)
        .extracting(DriftMetric::getModelVersion)
        .contains("v0", "v199");
  }

  @Test
  void tombstoneTakesNothingBack() {
    drift.accept(metric(SPEND, "v1", 0.1));
    drift.remove("ranker");
    assertThat(drift.of(SPEND)).containsExactly(metric(SPEND, "v1", 0.1));
  }

  @Test
  void runFollowsTheTopicAndSkipsWhatIsNoDrift() throws InterruptedException {
    kafka.create(TOPIC.name(), 1);
    TopicFollower follower =
        new TopicFollower(
            kafka,
            registry,
            List.of(FollowedTopic.optional(TOPIC, drift, FollowedDrift.PAST)),
            new PrometheusExport().metrics().follow(),
            new SettableClock());
    Thread thread = new Thread(follower, "follower");
    thread.start();
    publish(new byte[] {1, 2, 3});
    publish(writer.write(TOPIC.valueSubject(), metric(SPEND, "v1", 0.3)));
    await().until(() -> !drift.of(SPEND).isEmpty());
    follower.close();
    thread.join();
    assertThat(kafka.closed()).isTrue();
  }

  private void publish(byte[] value) {
    kafka.write(
        new TopicPartition(TOPIC.name(), 0), null, value, SettableClock.START.toEpochMilli());
  }
}
