package io.tidemark.definition;

import java.util.List;

/**
 * What features are about.
 *
 * @param name second part of every Redis key
 * @param key the event fields that identify one entity, in order; at least one
 */
public record Entity(String name, List<String> key) {

  public Entity {
    key = List.copyOf(key);
  }
}
