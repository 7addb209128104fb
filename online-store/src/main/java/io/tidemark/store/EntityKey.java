package io.tidemark.store;

import io.tidemark.text.KeyParts;
import java.util.List;

/**
 * Whose features a row holds.
 *
 * @param namespace not empty, without {@code :}
 * @param entity the kind of entity; not empty, without {@code :}
 * @param key which one: the parts of its key as {@link #join} writes them; any text but the empty
 */
public record EntityKey(String namespace, String entity, String key) {
  public EntityKey {
    requireName("namespace", namespace);
    requireName("entity", entity);
    if (key.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid empty key of entity " + entity + ": a key names one entity. Skip the event.");
    }
  }

  private static void requireName(String what, String name) {
    if (name.isEmpty() || name.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "Invalid "
              + what
              + " '"
              + name
              + "': it is not empty and has no ':', which separates the parts of a Redis key."
              + " Use letters, digits, '_' and '-'.");
    }
  }

  /** The parts of a composite key as one text, as {@link KeyParts} writes them. */
  public static String join(List<String> parts) {
    return KeyParts.join(parts);
  }

  /** The parts that {@link #join} was given. */
  public static List<String> split(String key) {
    return KeyParts.split(key);
  }

  /** The Redis key, {@code <namespace>:<entity>:<key>}. */
  public String asRedisKey() {
    return namespace + ":" + entity + ":" + key;
  }
}
