package io.tidemark.kafka.features;

import io.tidemark.feature.FeatureEngine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * When the task first observed an event of each group version: from then on its windows fill.
 *
 * <p>Kept in the entity store under a key no entity has. Starts of groups that are no longer
 * declared are kept, so that a roll-back does not warm up again. Not thread-safe.
 */
final class GroupStarts {
  /** No entity has an empty key: an event without one does not contribute. */
  private static final String KEY = "";

  private final Map<String, Long> startByGroup;
  private final String[] groups;
  private final long[] startMs;
  private boolean changed;

  private GroupStarts(Map<String, Long> startByGroup, List<String> names) {
    this.startByGroup = startByGroup;
    this.groups = names.toArray(String[]::new);
    this.startMs = new long[groups.length];
    Arrays.setAll(startMs, i -> startByGroup.getOrDefault(groups[i], FeatureEngine.NOT_STARTED));
  }

  static GroupStarts load(KeyValueStore<String, byte[]> store, List<String> groups) {
    return read(store.get(KEY), groups);
  }

  /** The starts in a stored row; none where it is {@code null}. */
  static GroupStarts read(byte[] row, List<String> groups) {
    return new GroupStarts(decode(row), groups);
  }

  /** Takes note of an event; only the first of a group counts. */
  void observe(int group, long eventTimeMs) {
    if (startMs[group] == FeatureEngine.NOT_STARTED) {
      startMs[group] = eventTimeMs;
      startByGroup.put(groups[group], eventTimeMs);
      changed = true;
    }
  }

  /**
   * Start of each group in plan order; {@link FeatureEngine#NOT_STARTED} before its first event.
   */
  long[] startMs() {
    return startMs;
  }

  void save(KeyValueStore<String, byte[]> store) {
    if (changed) {
      store.put(KEY, encode());
      changed = false;
    }
  }

  private byte[] encode() {
    StringBuilder text = new StringBuilder();
    startByGroup.forEach(
        (group, start) -> text.append(group).append('\n').append(start).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, Long> decode(byte[] bytes) {
    Map<String, Long> starts = new LinkedHashMap<>();
    if (bytes != null) {
      String[] lines = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes)).toString().split("\n");
      for (int i = 0; i + 1 < lines.length; i += 2) {
        starts.put(lines[i], Long.parseLong(lines[i + 1]));
      }
    }
    return starts;
  }
}
