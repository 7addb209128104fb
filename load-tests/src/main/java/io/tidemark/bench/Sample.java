package io.tidemark.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Utils;

/**
 * Users whose stored values are held against a recomputation from all their events: the busiest,
 * some drawn from all users and some drawn from the events. Not thread-safe.
 */
final class Sample {
  private static final int BUSIEST = 20;
  private static final int DRAWN = 240;

  private final Map<Integer, List<ShopEvent>> events = new LinkedHashMap<>();
  private final long[] clockMs = new long[WorkloadTopic.PARTITIONS];

  /**
   * What came out.
   *
   * @param wrong values that differ from the recomputation at the row's own instant, and from that
   *     at the instant it was read: a row that would say the same is not written again for an event
   *     that came late and had left the window by then
   * @param behind rows that say they are not right any more at the time of their partition
   */
  record Verdict(long values, long wrong, long behind, String example) {
    @Override
    public String toString() {
      return "%d wrong of %d, %d rows behind%s".formatted(wrong, values, behind, example);
    }
  }

  /** Goes through all events once. */
  static Sample of(Workload workload) {
    Sample sample = new Sample();
    SplittableRandom random = new SplittableRandom(workload.seed());
    for (int i = 0; i < BUSIEST; i++) {
      sample.take(i);
    }
    for (int i = 0; i < DRAWN; i++) {
      sample.take(random.nextInt(workload.users()));
      sample.take(workload.event(random.nextLong(workload.events())).user());
    }
    for (long number = 0; number < workload.events(); number++) {
      sample.add(workload.event(number));
    }
    return sample;
  }

  private void take(int user) {
    events.putIfAbsent(user, new ArrayList<>());
  }

  private void add(ShopEvent event) {
    int partition = partition(event.userId());
    clockMs[partition] = Math.max(clockMs[partition], event.timeMs());
    List<ShopEvent> kept = events.get(event.user());
    if (kept != null) {
      kept.add(event);
    }
  }

  /** As every Kafka client chooses it for a key. */
  private static int partition(String userId) {
    return Utils.toPositive(Utils.murmur2(userId.getBytes(UTF_8))) % WorkloadTopic.PARTITIONS;
  }

  /**
   * Compares what Redis holds.
   *
   * @param nowMs the wall clock
   */
  Verdict check(
      RedisCommands<String, String> redis, String keyPrefix, FeatureSet features, long nowMs) {
    long values = 0;
    long wrong = 0;
    long behind = 0;
    String example = "";
    for (Map.Entry<Integer, List<ShopEvent>> user : events.entrySet()) {
      String id = ShopEvent.userId(user.getKey());
      Map<String, String> stored = redis.hgetall(keyPrefix + id);
      Map<String, Double> expected = expected(features, user.getValue(), stored);
      values += expected.size();
      long differing = differing(expected, stored);
      if (differing > 0) {
        Map<String, Double> now = new NaiveFeatures(features, user.getValue()).at(nowMs);
        differing = Math.min(differing, differing(now, stored));
      }
      wrong += differing;
      behind += isBehind(stored, clockMs[partition(id)]) ? 1 : 0;
      example = differing > 0 ? "; %s is %s, not %s".formatted(id, stored, expected) : example;
    }
    return new Verdict(values, wrong, behind, example);
  }

  /** How many values of a row are not what the events make them at the row's own instant. */
  static long differing(FeatureSet features, List<ShopEvent> events, Map<String, String> stored) {
    return differing(expected(features, events, stored), stored);
  }

  private static long differing(Map<String, Double> expected, Map<String, String> stored) {
    Map<String, Double> actual = values(stored);
    Set<String> fields = new HashSet<>(expected.keySet());
    fields.addAll(actual.keySet());
    return fields.stream()
        .filter(field -> !Objects.equals(expected.get(field), actual.get(field)))
        .count();
  }

  private static Map<String, Double> expected(
      FeatureSet features, List<ShopEvent> events, Map<String, String> stored) {
    if (events.isEmpty()) {
      return Map.of();
    }
    long asOfMs = Long.parseLong(stored.getOrDefault("_as_of", "0"));
    return new NaiveFeatures(features, events).at(asOfMs);
  }

  private static boolean isBehind(Map<String, String> stored, long nowMs) {
    String until = stored.get("_valid_until");
    return until != null && Long.parseLong(until) <= nowMs;
  }

  private static Map<String, Double> values(Map<String, String> stored) {
    Map<String, Double> values = new TreeMap<>();
    stored.forEach(
        (field, text) -> {
          if (!field.startsWith("_")) {
            values.put(field, Double.valueOf(text));
          }
        });
    return values;
  }
}
