package io.tidemark.store;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Whose features a row holds.
 *
 * @param namespace not empty, without {@code :}
 * @param entity the kind of entity; not empty, without {@code :}
 * @param key which one: the parts of its key as {@link #join} writes them; any text but the empty
 */
public record EntityKey(String namespace, String entity, String key) {
  private static final char SEPARATOR = '|';
  private static final char ESCAPE = '\\';

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

  /**
   * The parts of a composite key as one text: joined with {@code |}; a {@code |} or {@code \} in a
   * part has a {@code \} in front. One part without these is itself. {@link #split} takes it apart.
   */
  public static String join(List<String> parts) {
    if (parts.size() == 1 && isPlain(parts.get(0))) {
      return parts.get(0);
    }
    StringJoiner joined = new StringJoiner(String.valueOf(SEPARATOR));
    parts.forEach(part -> joined.add(part.replace("\\", "\\\\").replace("|", "\\|")));
    return joined.toString();
  }

  /** The parts that {@link #join} was given. */
  public static List<String> split(String key) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c == SEPARATOR) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        boolean escaped = c == ESCAPE && i + 1 < key.length();
        part.append(escaped ? key.charAt(++i) : c);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  private static boolean isPlain(String part) {
    return part.indexOf(SEPARATOR) < 0 && part.indexOf(ESCAPE) < 0;
  }

  /** The Redis key, {@code <namespace>:<entity>:<key>}. */
  public String asRedisKey() {
    return namespace + ":" + entity + ":" + key;
  }
}
