package io.tidemark.text;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name a mistyped one most likely stands for. Stateless and thread-safe. */
public final class Spelling {
  /** A name from outside is compared with every known one; a longer one is nobody's slip. */
  private static final int LONGEST = 200;

  private Spelling() {}

  /**
   * The nearest known name by optimal string alignment distance, case ignored; of several the first
   * in the order of strings.
   *
   * @return empty when nothing is within a third of the name's length (at least one edit), and for
   *     a name of more than {@value #LONGEST} characters
   */
  public static Optional<String> closest(String name, Collection<String> known) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    int tolerance = Math.max(1, name.length() / 3);
    return known.stream()
        .filter(candidate -> Math.abs(candidate.length() - name.length()) <= tolerance)
        .filter(candidate -> distance(name, candidate) <= tolerance)
        .min(
            Comparator.comparingInt((String candidate) -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** {@link #closest} as a question to append to a message: {@code did you mean 'price'?}. */
  public static Optional<String> didYouMean(String name, Collection<String> known) {
    return closest(name, known).map(match -> "did you mean '" + match + "'?");
  }

  static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] beforePrevious = new int[b.length() + 1];
    int[] previous = new int[b.length() + 1];
    Arrays.setAll(previous, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        row[j] = cheapest(a, b, i, j, row, previous, beforePrevious);
      }
      beforePrevious = previous;
      previous = row;
    }
    return previous[b.length()];
  }

  private static int cheapest(
      String a, String b, int i, int j, int[] row, int[] previous, int[] beforePrevious) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int best = previous[j - 1] + (same ? 0 : 1);
    best = Math.min(best, Math.min(previous[j], row[j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, beforePrevious[j - 2] + 1) : best;
  }
}
