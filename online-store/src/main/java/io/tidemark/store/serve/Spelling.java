package io.tidemark.store.serve;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name that was meant by a name that is not known. */
final class Spelling {
  private static final int LONGEST = 200;
  private static final int MOST_SHOWN = 10;

  private Spelling() {}

  /** A hint: the closest name, or some of those there are. */
  static String hint(String name, Collection<String> known) {
    return closest(name, known)
        .map(match -> "Did you mean '" + match + "'?")
        .orElseGet(() -> "Known are " + shown(known) + ". GET /v1/catalog lists all");
  }

  private static String shown(Collection<String> known) {
    String some = String.join(", ", known.stream().limit(MOST_SHOWN).toList());
    return known.size() > MOST_SHOWN ? some + ", \u2026" : some;
  }

  private static Optional<String> closest(String name, Collection<String> known) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    int most = Math.max(2, name.length() / 4);
    return known.stream()
        .filter(other -> Math.abs(other.length() - name.length()) <= most)
        .min(Comparator.comparingInt(other -> distance(name, other)))
        .filter(other -> distance(name, other) <= most);
  }

  /** Fewest insertions, deletions and replacements (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
