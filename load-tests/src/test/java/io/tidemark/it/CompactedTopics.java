package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.api.sync.RedisCommands;
import io.tidemark.local.Namespace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What compaction leaves of the changelogs of a test's service, and of its topics of vectors,
 * examples and quarantine.
 *
 * @param names whose service it is
 */
record CompactedTopics(TestCluster kafka, Namespace names) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Waits until a text is in none of them, neither in keys nor in values, nor a key in Redis. */
  void awaitNothingOf(String text, RedisCommands<String, String> redis) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              assertThat(redis.keys("*" + text + "*")).isEmpty();
              for (String topic : kafka.topics(names.name())) {
                if (isCompacted(topic)) {
                  assertThat(found(text, topic)).as(topic).isEmpty();
                }
              }
            });
  }

  private static boolean isCompacted(String topic) {
    return topic.endsWith("-changelog")
        || topic.endsWith("tidemark.features")
        || topic.endsWith("tidemark.labelled")
        || topic.endsWith("tidemark.quarantine");
  }

  private List<String> found(String text, String topic) {
    Map<ByteBuffer, byte[]> newest = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : kafka.readCommitted(topic)) {
      newest.put(ByteBuffer.wrap(record.key()), record.value());
    }
    newest.values().removeIf(Objects::isNull);
    List<String> found = new ArrayList<>();
    newest.forEach(
        (key, value) -> {
          String shown = new String(key.array(), StandardCharsets.ISO_8859_1);
          if ((shown + new String(value, StandardCharsets.ISO_8859_1)).contains(text)) {
            found.add(shown);
          }
        });
    return found;
  }
}
