package io.tidemark.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * Bytes that were appended to each topic, as they lie in the broker's log folders: compressed, with
 * the overhead of batches. Growth is added up between looks, so that a log that is compacted
 * meanwhile does not hide what was written. Not thread-safe.
 */
final class LogGrowth {
  private static final int NODE = 1;

  private final Admin admin;
  private final String prefix;
  private final Map<TopicPartition, Long> sizes = new HashMap<>();
  private final Map<String, Long> appended = new TreeMap<>();

  /**
   * Looks at topics whose names start so.
   *
   * @param prefix the start of their names
   */
  LogGrowth(Admin admin, String prefix) {
    this.admin = admin;
    this.prefix = prefix;
  }

  void look() throws ExecutionException, InterruptedException {
    Map<String, LogDirDescription> folders =
        admin.describeLogDirs(List.of(NODE)).allDescriptions().get().get(NODE);
    for (LogDirDescription folder : folders.values()) {
      folder.replicaInfos().forEach((partition, replica) -> grow(partition, replica.size()));
    }
  }

  private void grow(TopicPartition partition, long size) {
    if (partition.topic().startsWith(prefix)) {
      Long before = sizes.put(partition, size);
      appended.merge(
          partition.topic(), Math.max(0, size - (before == null ? 0 : before)), Long::sum);
    }
  }

  /** Bytes by topic. */
  Map<String, Long> appended() {
    return appended;
  }

  /** Bytes of all topics whose names end so. */
  long ending(String suffix) {
    return appended.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(suffix))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
