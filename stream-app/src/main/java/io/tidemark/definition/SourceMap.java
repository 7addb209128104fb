package io.tidemark.definition;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Where the parts of definitions stand in their files, so that a later check can point at them.
 * Parts are found by identity: two equal rules may stand in two places. Not thread-safe while being
 * filled, thread-safe afterwards.
 */
public final class SourceMap {
  /**
   * Where an attribute stands and how it is addressed.
   *
   * @param position of its value
   * @param path such as {@code sources[0].event_time}
   */
  public record Entry(Position position, String path) {}

  private static final Entry NOWHERE = new Entry(new Position("definitions", 1, 1), "");

  private final IdentityHashMap<Object, Map<String, Entry>> entries = new IdentityHashMap<>();

  /** Notes where the attributes of a part stand, by the names they have in the file. */
  public void put(Object part, Map<String, Entry> attributes) {
    entries.put(part, new HashMap<>(attributes));
  }

  /** Whether it is known where a part stands. */
  public boolean has(Object part) {
    return entries.containsKey(part);
  }

  /**
   * Where an attribute stands.
   *
   * @param attribute its name in the file; with an index, as in {@code key[1]}, for a list element
   * @return the part's own place when the attribute is not written there; line 1 of "definitions"
   *     for parts that came from no file
   */
  public Entry find(Object part, String attribute) {
    Map<String, Entry> attributes = entries.getOrDefault(part, Map.of());
    Entry own = attributes.getOrDefault("", NOWHERE);
    return attributes.getOrDefault(attribute, own);
  }
}
