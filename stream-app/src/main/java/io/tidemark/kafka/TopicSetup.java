package io.tidemark.kafka;

import io.tidemark.kafka.Topics.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the topics that are missing and checks those that are there, before anything starts. */
public final class TopicSetup {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
  private final Admin admin;
  private final Shape shape;
  private final KafkaAnswers answers;

  /**
   * How a topic that is missing is created.
   *
   * @param partitions number of partitions
   * @param replication replication factor; {@code -1} for the broker's default
   */
  public record Shape(int partitions, short replication) {}

  /**
   * What sees to topics of a cluster.
   *
   * @param servers where it is said to be, for messages
   */
  public TopicSetup(Admin admin, Shape shape, String servers) {
    this.admin = admin;
    this.shape = shape;
    this.answers = new KafkaAnswers(servers);
  }

  /** Creates what is missing of our own topics and fails where one that exists would lose data. */
  public void prepare(List<Topic<?>> own) {
    Set<String> made = create(own.stream().collect(Collectors.toMap(Topic::name, Topic::config)));
    // not every broker knows at once of a topic that was made just now
    List<Topic<?>> found = own.stream().filter(topic -> !made.contains(topic.name())).toList();
    Map<ConfigResource, Config> configs =
        answers.await(
            admin.describeConfigs(found.stream().map(TopicSetup::resource).toList()).all());
    List<String> problems =
        found.stream()
            .map(topic -> problem(topic, configs.get(resource(topic))))
            .flatMap(Optional::stream)
            .toList();
    if (!problems.isEmpty()) {
      throw new IllegalStateException(String.join("\n", problems));
    }
  }

  /**
   * Fails when a topic that is not ours is missing.
   *
   * @param create whether to create it instead
   */
  public void require(Set<String> topics, boolean create) {
    Set<String> missing = new TreeSet<>(topics);
    missing.removeAll(answers.await(admin.listTopics().names()));
    if (missing.isEmpty()) {
      return;
    }
    if (!create) {
      throw new IllegalStateException(
          "Missing topics "
              + missing
              + ": what is read from or published to must exist. Create them with the partition count"
              + " they are to keep, or set topics.create=all.");
    }
    create(missing.stream().collect(Collectors.toMap(name -> name, name -> Map.of())));
  }

  private static ConfigResource resource(Topic<?> topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
  }

  /** Those that were missing, and were not made by somebody else meanwhile. */
  private Set<String> create(Map<String, Map<String, String>> configs) {
    Set<String> existing = answers.await(admin.listTopics().names());
    List<NewTopic> missing = new ArrayList<>();
    configs.forEach(
        (name, config) -> {
          if (!existing.contains(name)) {
            missing.add(
                new NewTopic(name, shape.partitions(), shape.replication()).configs(config));
          }
        });
    return admin.createTopics(missing).values().entrySet().stream()
        .filter(topic -> isCreated(topic.getKey(), topic.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static Optional<String> problem(Topic<?> topic, Config config) {
    String key = TopicConfig.CLEANUP_POLICY_CONFIG;
    String wanted = topic.config().get(key);
    Set<String> found =
        List.of(config.get(key).value().split(",")).stream()
            .map(String::strip)
            .collect(Collectors.toSet());
    return keepsWhatIsNeeded(wanted, found)
        ? Optional.empty()
        : Optional.of(
            String.format(
                "Topic %s has %s=%s: it must be %s, or records that are still needed are dropped."
                    + " Alter it with kafka-configs --alter --entity-type topics --entity-name %s"
                    + " --add-config %s=%s.",
                topic.name(), key, found, wanted, topic.name(), key, wanted));
  }

  private static boolean keepsWhatIsNeeded(String wanted, Set<String> found) {
    return wanted.equals(Topics.COMPACT_AND_DELETE)
        || found.contains(wanted)
            && (wanted.equals(TopicConfig.CLEANUP_POLICY_DELETE) || found.size() == 1);
  }

  private static boolean isCreated(String name, KafkaFuture<Void> created) {
    try {
      created.get();
      LOG.info("Created topic {}", name);
      return true;
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException(
            "Cannot create topic " + name + ": " + e.getCause().getMessage(), e.getCause());
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while creating topic " + name, e);
    }
  }
}
