package io.tidemark.app.plan;

import io.tidemark.app.settings.FeatureSetting;
import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.TopicSetting;
import io.tidemark.kafka.KafkaClients;
import io.tidemark.kafka.TopicSetup;
import io.tidemark.kafka.Topics;
import java.util.List;
import java.util.Set;

/** Which topics are created, as the settings say. */
public final class TopicPlan {
  private TopicPlan() {}

  /** The topics that are ours. */
  public static Topics own(Settings settings) {
    return Topics.of(
        settings.get(TopicSetting.PREFIX),
        settings.get(TopicSetting.LABELLED_RETENTION),
        settings.get(TopicSetting.QUARANTINE_RETENTION));
  }

  /** Creates our own topics where that is wanted. */
  public static void prepare(Settings settings, KafkaClients clients) {
    if (!settings.get(TopicSetting.CREATE).equals("none")) {
      clients.setUpTopics(shape(settings), setup -> setup.prepare(written(settings)));
    }
  }

  /** Those of our own topics that these settings write. */
  public static List<Topics.Topic<?>> written(Settings settings) {
    Topics topics = own(settings);
    boolean features = settings.get(FeatureSetting.TO_TOPIC);
    return topics.all().stream()
        .filter(topic -> features || !topic.equals(topics.features()))
        .toList();
  }

  /** Those of our own topics that the graph reads. */
  public static Set<String> read(Settings settings) {
    Topics topics = own(settings);
    return Set.of(topics.requests().erasures().name(), topics.quarantine().name());
  }

  /** Fails where an input topic is missing, or creates it where that is wanted. */
  public static void require(Settings settings, KafkaClients clients, Set<String> inputs) {
    boolean create = settings.get(TopicSetting.CREATE).equals("all");
    clients.setUpTopics(shape(settings), setup -> setup.require(inputs, create));
  }

  private static TopicSetup.Shape shape(Settings settings) {
    return new TopicSetup.Shape(
        settings.get(TopicSetting.PARTITIONS), settings.get(TopicSetting.REPLICATION).shortValue());
  }
}
