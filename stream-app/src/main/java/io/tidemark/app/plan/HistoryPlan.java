package io.tidemark.app.plan;

import io.tidemark.app.settings.HistorySetting;
import io.tidemark.app.settings.KafkaSetting;
import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.StreamsSetting;
import io.tidemark.avro.DriftMetric;
import io.tidemark.definition.ClockMode;
import io.tidemark.follow.Followed;
import io.tidemark.follow.FollowedDrift;
import io.tidemark.follow.ShownAndKept;
import io.tidemark.history.HistoryFeed;
import io.tidemark.history.HistoryTable;
import io.tidemark.history.disk.HistoryDisk;
import io.tidemark.kafka.Topics;
import io.tidemark.kafka.Topics.Topic;
import io.tidemark.kafka.follow.FollowedTopic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecordBase;

/** What an instance keeps of the past, and from which topics. */
public final class HistoryPlan {
  private HistoryPlan() {}

  /** The place beside the state stores. */
  public static HistoryDisk disk(Settings settings) {
    Path folder =
        settings
            .get(StreamsSetting.STATE_DIR)
            .resolve(settings.get(KafkaSetting.APPLICATION_ID) + "-history");
    long bytes = (long) settings.get(HistorySetting.MEGABYTES) << 20;
    return new HistoryDisk(folder, settings.get(HistorySetting.KEEP), bytes);
  }

  /**
   * The topics whose past is kept.
   *
   * @param shown shows the newest words on drift, which it forgets with the process
   */
  public static List<FollowedTopic<?>> topics(
      Basis basis, HistoryDisk disk, FollowedDrift<?> shown) {
    Topics topics = basis.topics();
    Optional<Duration> past = past(basis);
    Topic<DriftMetric> drift = topics.drift().metrics();
    return List.of(
        FollowedTopic.kept(
            drift,
            new ShownAndKept<>(shown, feed(HistoryTable.DRIFT, drift, disk)),
            past,
            FollowedDrift.PAST),
        kept(HistoryTable.QUALITY, topics.quality(), disk, past),
        kept(HistoryTable.ALERTS, topics.drift().alerts(), disk, past));
  }

  /** Records have the time of what they are about: under stream time that may be long ago. */
  private static Optional<Duration> past(Basis basis) {
    return basis.declared().clock() == ClockMode.STREAM
        ? Optional.empty()
        : Optional.of(basis.settings().get(HistorySetting.KEEP));
  }

  private static <T extends SpecificRecordBase> FollowedTopic<T> kept(
      HistoryTable table, Topic<T> topic, HistoryDisk disk, Optional<Duration> past) {
    return FollowedTopic.kept(topic, feed(table, topic, disk), past, Duration.ZERO);
  }

  private static <T extends SpecificRecordBase> Followed<T> feed(
      HistoryTable table, Topic<T> topic, HistoryDisk disk) {
    return new HistoryFeed<>(table, topic.name(), disk);
  }
}
