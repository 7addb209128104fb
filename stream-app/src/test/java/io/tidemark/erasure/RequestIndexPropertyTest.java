package io.tidemark.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.erasure.RequestIndex.Found;
import io.tidemark.erasure.RequestIndex.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every request of an entity is found while it is kept, beside a map of sets. */
class RequestIndexPropertyTest {
  private static final long SEED = Long.getLong("tidemark.test.seed", 20261130L);
  private static final long DAY_MS = Duration.ofDays(1).toMillis();
  private static final Duration KEPT = Duration.ofDays(40);
  private static final long WEEK_MS = 7 * DAY_MS;

  private final Random random = new Random(SEED);
  private final HeldKeys keys = new HeldKeys();
  private final Map<String, Map<String, Long>> noted = new HashMap<>();

  /** Keys in a tree. */
  static final class HeldKeys implements RequestRows {
    final TreeMap<byte[], Boolean> keys = new TreeMap<>(Arrays::compareUnsigned);

    @Override
    public void put(byte[] key) {
      keys.put(key, true);
    }

    @Override
    public void remove(byte[] key) {
      keys.remove(key);
    }

    @Override
    public List<byte[]> range(byte[] from, byte[] to, int most) {
      var tail = to == null ? keys.tailMap(from) : keys.subMap(from, to);
      return tail.keySet().stream().limit(most).toList();
    }
  }

  private String request() {
    return random.nextInt(4) == 0
        ? "r|" + random.nextInt(50)
        : new UUID(random.nextInt(3), random.nextInt(40)).toString();
  }

  private static List<Found> all(RequestIndex index, String entity, int most) {
    List<Found> all = new ArrayList<>();
    Place place = null;
    while (true) {
      List<Found> found = index.of(entity, place, most);
      all.addAll(found);
      if (found.size() < most) {
        return all;
      }
      place = found.get(found.size() - 1).place();
    }
  }

  @Test
  void everyRequestIsFoundWhileItIsKept() {
    RequestIndex index = new RequestIndex(keys, KEPT);
    long nowMs = 1_700_000_000_000L;
    for (int i = 0; i < 4_000; i++) {
      nowMs += random.nextInt(20) == 0 ? random.nextLong(10 * DAY_MS) : random.nextInt(3_600_000);
      String entity = "shop:user:" + random.nextInt(12);
      if (random.nextInt(5) > 0) {
        String request = request();
        index.add(entity, request, nowMs);
        noted.computeIfAbsent(entity, e -> new HashMap<>()).put(request, nowMs);
      } else {
        check(index, entity, nowMs);
      }
      Set<String> living = new HashSet<>();
      index.dropOld(nowMs, 1 + random.nextInt(9), id -> lives(id, living));
      for (String id : living) {
        long atMs = nowMs;
        noted.values().forEach(own -> own.computeIfPresent(id, (r, ms) -> Math.max(ms, atMs)));
      }
      if (random.nextInt(50) == 0) {
        index = new RequestIndex(keys, KEPT);
      }
    }
    long lateMs = nowMs + KEPT.toMillis() + 2 * WEEK_MS;
    for (int i = 0; i < 10_000; i++) {
      index.dropOld(lateMs, 5, id -> false);
    }
    assertThat(keys.keys).as("seed %d", SEED).isEmpty();
  }

  /** One in eight, and then for all whose it is. */
  private static boolean lives(String id, Set<String> living) {
    boolean lives = id.hashCode() % 8 == 0;
    if (lives) {
      living.add(id);
    }
    return lives;
  }

  private void check(RequestIndex index, String entity, long nowMs) {
    List<Found> found = all(index, entity, 1 + random.nextInt(7));
    Set<String> ids = new HashSet<>(found.stream().map(Found::requestId).toList());
    Map<String, Long> own = noted.getOrDefault(entity, Map.of());
    assertThat(own.keySet()).as("seed %d at %d", SEED, nowMs).containsAll(ids);
    own.forEach(
        (id, ms) -> {
          if (nowMs - ms <= KEPT.toMillis()) {
            assertThat(ids).as("seed %d at %d", SEED, nowMs).contains(id);
          }
        });
    if (random.nextInt(3) == 0) {
      found.forEach(index::remove);
      noted.remove(entity);
      assertThat(all(index, entity, 3)).as("seed %d", SEED).isEmpty();
    }
  }
}
