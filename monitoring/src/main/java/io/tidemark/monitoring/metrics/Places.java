package io.tidemark.monitoring.metrics;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A bounded number of places, which go to those of the highest rank. Whoever has none waits, with
 * its newest value, for one to become free or for a rank above the lowest that has one.
 *
 * <p>Any thread may read; those that change it take turns.
 *
 * @param <K> who wants a place
 * @param <V> what is known of it, and ranks it
 */
final class Places<K, V> {
  private final int most;
  private final Comparator<V> rank;
  private final Map<K, V> placed = new ConcurrentHashMap<>();
  private final Map<K, V> waiting = new ConcurrentHashMap<>();

  Places(int most, Comparator<V> rank) {
    this.most = most;
    this.rank = rank;
  }

  /** Takes a value in, for a place if there is one; says who has lost its place to it. */
  Optional<K> put(K key, V value) {
    if (placed.containsKey(key)) {
      placed.put(key, value);
      return Optional.empty();
    }
    Optional<K> loser = placed.size() < most ? Optional.empty() : lowestBelow(value);
    if (placed.size() < most || loser.isPresent()) {
      loser.ifPresent(lost -> waiting.put(lost, placed.remove(lost)));
      waiting.remove(key);
      placed.put(key, value);
    } else {
      waiting.put(key, value);
    }
    return loser;
  }

  private Optional<K> lowestBelow(V value) {
    return placed.entrySet().stream()
        .min(Map.Entry.comparingByValue(rank))
        .filter(lowest -> rank.compare(lowest.getValue(), value) < 0)
        .map(Map.Entry::getKey);
  }

  /** Changes the value of somebody known, who takes a place that has become free. */
  void update(K key, UnaryOperator<V> change) {
    placed.computeIfPresent(key, (known, value) -> change.apply(value));
    waiting.computeIfPresent(key, (known, value) -> change.apply(value));
    if (placed.size() < most) {
      Optional.ofNullable(waiting.remove(key)).ifPresent(value -> placed.put(key, value));
    }
  }

  /** Forgets somebody, whose place is free then. */
  void remove(K key) {
    placed.remove(key);
    waiting.remove(key);
  }

  /** What is known of somebody with a place. */
  Optional<V> get(K key) {
    return Optional.ofNullable(placed.get(key));
  }

  long waiting(Predicate<V> which) {
    return waiting.values().stream().filter(which).count();
  }
}
