package io.tidemark.text;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Several texts as one, and apart again: how the keys of entities and of topics are written.
 *
 * <p>Parts are joined with {@code |}; a {@code |} or {@code \} in a part has a {@code \} in front.
 * So different parts never have one key, and one part without these characters is itself.
 */
public final class KeyParts {
  private static final char SEPARATOR = '|';
  private static final char ESCAPE = '\\';

  private KeyParts() {}

  /**
   * The parts as one text.
   *
   * @param parts at least one, each any text
   */
  public static String join(List<String> parts) {
    if (parts.size() == 1 && isPlain(parts.get(0))) {
      return parts.get(0);
    }
    StringJoiner joined = new StringJoiner(String.valueOf(SEPARATOR));
    parts.forEach(part -> joined.add(part.replace("\\", "\\\\").replace("|", "\\|")));
    return joined.toString();
  }

  /** {@link #join(List)} of parts that are at hand one by one. */
  public static String join(String... parts) {
    return join(List.of(parts));
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
}
