package io.tidemark.kafka.query;

import io.tidemark.console.Instance;
import io.tidemark.console.Instance.Reading;
import io.tidemark.kafka.run.StreamsProcess;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;

/**
 * The instances of the application, as the last rebalance told this one.
 *
 * @param process the topology, once it is there
 * @param advertised where this instance is asked
 */
public record KafkaInstances(Supplier<Optional<StreamsProcess>> process, URI advertised) {

  /** All of them by address; none before the topology runs, and while partitions move. */
  public List<Instance> all() {
    try {
      return process.get().map(running -> of(running.streams())).orElse(List.of());
    } catch (IllegalStateException e) {
      return List.of();
    }
  }

  private List<Instance> of(KafkaStreams streams) {
    Advertised self = Advertised.at(advertised);
    Collection<StreamsMetadata> known = streams.metadataForAllStreamsClients();
    List<Instance> instances = new ArrayList<>();
    for (StreamsMetadata one : known) {
      instances.add(
          new Instance(
              self.endpoint(one.hostInfo()).getAuthority(),
              one.hostInfo().equals(self.host()),
              readings(one.topicPartitions()),
              readings(one.standbyTopicPartitions())));
    }
    instances.sort(Comparator.comparing(Instance::address));
    return instances;
  }

  static List<Reading> readings(Set<TopicPartition> partitions) {
    Map<String, Set<Integer>> byTopic = new TreeMap<>();
    partitions.forEach(
        p -> byTopic.computeIfAbsent(p.topic(), topic -> new TreeSet<>()).add(p.partition()));
    List<Reading> readings = new ArrayList<>();
    byTopic.forEach((topic, ids) -> readings.add(new Reading(topic, List.copyOf(ids))));
    return readings;
  }
}
