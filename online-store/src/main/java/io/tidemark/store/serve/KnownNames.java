package io.tidemark.store.serve;

import io.tidemark.text.Spelling;
import java.util.Collection;

/** Hints at the names a reader can ask for. */
final class KnownNames {
  private static final int MOST_SHOWN = 10;

  private KnownNames() {}

  /**
   * The name that was most likely meant by one that is not known, or some of those there are.
   *
   * @param kind what the names are of, such as {@code entity}
   */
  static String hint(String kind, String name, Collection<String> known) {
    if (known.isEmpty()) {
      return "No " + kind + " is declared";
    }
    return Spelling.closest(name, known)
        .map(match -> "Did you mean '" + match + "'?")
        .orElseGet(() -> "Known are " + shown(known) + ". GET /v1/catalog lists all");
  }

  private static String shown(Collection<String> known) {
    String some = String.join(", ", known.stream().limit(MOST_SHOWN).toList());
    return known.size() > MOST_SHOWN ? some + ", \u2026" : some;
  }
}
