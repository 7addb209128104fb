package io.tidemark.demo;

import io.tidemark.avro.FeatureVector;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Rows of the features' topic against each other and against the online store: none is older than
 * the one before it, and the last one of an entity is the one in the store.
 *
 * <p>Give it rows in the order of their topic. Not thread-safe.
 */
public final class RowCheck {

  /** What makes one row newer than another. */
  private record Age(long revision, Instant asOf) implements Comparable<Age> {

    private static final Comparator<Age> ORDER =
        Comparator.comparingLong(Age::revision).thenComparing(Age::asOf);

    static Age of(FeatureVector row) {
      return new Age(row.getRevision(), row.getAsOf());
    }

    /** Of a row in the default layout; nothing for a row that is absent. */
    static Age stored(Map<String, String> row) {
      return row.containsKey("_rev")
          ? new Age(
              Long.parseLong(row.get("_rev")),
              Instant.ofEpochMilli(Long.parseLong(row.get("_as_of"))))
          : null;
    }

    @Override
    public int compareTo(Age other) {
      return ORDER.compare(this, other);
    }
  }

  private final Map<String, Age> newest = new HashMap<>();
  private final Findings older = new Findings();
  private int records;

  public void add(FeatureVector row) {
    Age age = Age.of(row);
    Age before = newest.put(row.getKey(), age);
    records++;
    if (before != null && age.compareTo(before) < 0) {
      older.add("rows are older than the one before them", row.getKey());
    }
  }

  /** How many there were. */
  public int records() {
    return records;
  }

  /**
   * One sentence per kind of contradiction, with how many and one of them.
   *
   * @param stored a row of the online store by the entity's key; empty when there is none
   */
  public List<String> contradictions(Function<String, Map<String, String>> stored) {
    Findings findings = new Findings();
    newest.forEach(
        (key, age) -> {
          Age held = Age.stored(stored.apply(key));
          if (!age.equals(held)) {
            findings.add("rows in the store are not the last of the topic", key + ": " + held);
          }
        });
    return List.of(older, findings).stream().flatMap(f -> f.sentences().stream()).toList();
  }
}
