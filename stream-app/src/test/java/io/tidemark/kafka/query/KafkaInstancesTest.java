package io.tidemark.kafka.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.console.Instance.Reading;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What instances read is told by topic, in order. */
class KafkaInstancesTest {
  @Test
  void partitionsStandTogetherByTopic() {
    assertThat(
            KafkaInstances.readings(
                Set.of(
                    new TopicPartition("b", 10),
                    new TopicPartition("b", 2),
                    new TopicPartition("a", 0))))
        .containsExactly(new Reading("a", List.of(0)), new Reading("b", List.of(2, 10)));
  }

  @Test
  void beforeTheTopologyRunsThereAreNone() {
    assertThat(new KafkaInstances(Optional::empty, URI.create("http://h:1")).all()).isEmpty();
  }
}
