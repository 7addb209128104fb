package io.tidemark.figures;

import com.dynatrace.hash4j.hashing.Hashing;
import io.tidemark.store.FeatureRow;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A sample of the entities of one kind, with which of their values are absent.
 *
 * <p>The entities whose keys have the smallest hashes are kept: every entity is in it with the same
 * probability, however often it is written, and whoever is in it stays. So a share found in it is
 * one of entities, not of writes, within about 1.6 percentage points (one standard deviation) for
 * 1,024 entities. Thread-safe.
 */
final class EntitySample {
  /** Most entities kept. */
  static final int SIZE = 1_024;

  private final Map<String, Integer> places = new HashMap<>();
  private final TreeMap<Long, Member> members = new TreeMap<>();

  /**
   * An entity of the sample.
   *
   * @param absent places of the values it does not have
   * @param keptUntilMs when the online store forgets it
   */
  private record Member(BitSet absent, long keptUntilMs) {}

  /** An empty sample. */
  EntitySample(List<String> fields) {
    fields.forEach(field -> places.put(field, places.size()));
  }

  /** Takes note of a row that the online store holds now. */
  synchronized void put(FeatureRow row, long nowMs) {
    long hash = Hashing.komihash5_0().hashCharsToLong(row.key().key());
    if (members.size() == SIZE && hash > members.lastKey()) {
      return;
    }
    long keptUntilMs = nowMs + row.timeLeft(Duration.ZERO).toMillis();
    members.put(hash, new Member(absent(row), keptUntilMs));
    if (members.size() > SIZE) {
      members.pollLastEntry();
    }
  }

  private BitSet absent(FeatureRow row) {
    BitSet absent = new BitSet(places.size());
    places.forEach((field, place) -> absent.set(place, !row.values().containsKey(field)));
    return absent;
  }

  /** The share of entities without a value, in {@code [0, 1]}; empty when no entity is known. */
  synchronized OptionalDouble absentRatio(String field, long nowMs) {
    members.values().removeIf(member -> member.keptUntilMs() <= nowMs);
    Integer place = places.get(field);
    if (place == null || members.isEmpty()) {
      return OptionalDouble.empty();
    }
    long absent = members.values().stream().filter(m -> m.absent().get(place)).count();
    return OptionalDouble.of((double) absent / members.size());
  }
}
