package io.tidemark.kafka.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.ControlCommand;
import io.tidemark.avro.ControlKind;
import io.tidemark.follow.Followed;
import io.tidemark.follow.ShownAndKept;
import io.tidemark.kafka.SettableClock;
import io.tidemark.kafka.Topics.Topic;
import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.wire.AvroWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a topic is read on after a restart by one who kept what it said. */
class KeptTopicTest {
  private static final Topic<ControlCommand> NEWS =
      new Topic<>("news", ControlCommand.class, Map.of());

  private final UnsteadyRegistry registry = new UnsteadyRegistry();
  private final AvroWriter writer = new AvroWriter(registry, true);
  private final LoggedConsumer kafka = new LoggedConsumer();
  private final Kept kept = new Kept();
  private Optional<Duration> past = Optional.of(Duration.ofDays(7));

  /** Keeps ids, and how far it was told it had read; both only once it is told. */
  private static final class Kept implements Followed<ControlCommand> {
    private final List<String> unkept = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private final Map<Integer, Long> offsets = new HashMap<>();

    @Override
    public void accept(ControlCommand record) {
      unkept.add(record.getId());
    }

    @Override
    public void remove(String key) {
      unkept.add("(" + key + ")");
    }

    @Override
    public OptionalLong goesOnAt(int partition) {
      Long offset = offsets.get(partition);
      return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    @Override
    public void reached(int partition, long offset) {
      ids.addAll(unkept);
      unkept.clear();
      offsets.put(partition, offset);
    }
  }

  @BeforeEach
  void create() {
    kafka.create("news", 2);
  }

  private void write(int partition, String id, Duration ago) {
    byte[] value =
        writer.write(
            "news-value",
            ControlCommand.newBuilder()
                .setKind(ControlKind.REBUILD)
                .setId(id)
                .setRequestedAt(Instant.EPOCH)
                .build());
    kafka.write(
        new TopicPartition("news", partition),
        "k",
        value,
        SettableClock.START.minus(ago).toEpochMilli());
  }

  /** Reads what there is from where it would after a start. */
  private void follow(Followed<ControlCommand> by, Duration again) {
    TopicFollower follower =
        new TopicFollower(
            kafka,
            registry,
            List.of(FollowedTopic.kept(NEWS, by, past, again)),
            new PrometheusExport().metrics().follow(),
            new SettableClock());
    follower.followOthers();
    follower.poll();
    follower.poll();
  }

  @Test
  void whatWasNeverReadIsReadFromAsFarBackAsIsKept() {
    write(0, "older", Duration.ofDays(8));
    write(0, "old", Duration.ofDays(6));
    write(1, "new", Duration.ZERO);
    follow(kept, Duration.ZERO);
    assertThat(kept.ids).containsExactlyInAnyOrder("old", "new");
    assertThat(kept.offsets).containsExactlyInAnyOrderEntriesOf(Map.of(0, 2L, 1, 1L));
  }

  @Test
  void withoutAnAgeAllIsReadThatWasNot() {
    past = Optional.empty();
    write(0, "older", Duration.ofDays(800));
    write(1, "known", Duration.ofDays(800));
    write(1, "old", Duration.ofDays(800));
    kept.offsets.put(1, 1L);
    follow(kept, Duration.ofHours(1));
    assertThat(kept.ids).containsExactlyInAnyOrder("older", "old");
  }

  @Test
  void eachPartitionGoesOnWhereItWas() {
    write(0, "a", Duration.ofDays(2));
    write(0, "b", Duration.ofDays(2));
    write(1, "c", Duration.ofDays(2));
    kept.offsets.put(0, 1L);
    follow(kept, Duration.ZERO);
    assertThat(kept.ids).containsExactlyInAnyOrder("b", "c");
  }

  @Test
  void whatIsShownIsReadAgainAsFarAsItIsWanted() {
    write(0, "a", Duration.ofDays(2));
    write(0, "b", Duration.ofMinutes(30));
    write(0, "c", Duration.ofMinutes(10));
    write(0, "d", Duration.ZERO);
    kept.offsets.put(0, 3L);
    TakenIds shown = new TakenIds();
    follow(new ShownAndKept<>(shown, kept), Duration.ofHours(1));
    assertThat(shown.taken).containsExactly("b", "c", "d");
    assertThat(kept.ids).containsExactly("b", "c", "d");
  }

  @Test
  void whatWasNotReadYetIsNotPassedOverHoweverOld() {
    write(0, "a", Duration.ofDays(2));
    write(0, "b", Duration.ofDays(2));
    write(0, "c", Duration.ZERO);
    kept.offsets.put(0, 1L);
    follow(new ShownAndKept<>(new TakenIds(), kept), Duration.ofHours(1));
    assertThat(kept.ids).containsExactly("b", "c");
  }

  @Test
  void recordThatWaitsForItsSchemaIsNotBehind() {
    write(0, "a", Duration.ZERO);
    registry.away("ControlCommand");
    follow(kept, Duration.ZERO);
    assertThat(kept.offsets).containsEntry(0, 0L);
    assertThat(kept.ids).isEmpty();
  }

  @Test
  void topicThatHasBecomeShorterIsReadFromItsBeginning() {
    write(0, "a", Duration.ZERO);
    kept.offsets.put(0, 40L);
    follow(kept, Duration.ZERO);
    assertThat(kept.ids).containsExactly("a");
  }
}
