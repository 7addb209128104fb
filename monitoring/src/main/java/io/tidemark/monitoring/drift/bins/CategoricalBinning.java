package io.tidemark.monitoring.drift.bins;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Bins of categories: a dictionary, and special bins after it.
 *
 * <p>Order of bins, for a dictionary of {@code k} categories:
 *
 * <pre>
 * 0 ... k-1    k         k+1        k+2
 * {@code categories   <other>   <missing>  <unseen>}
 * </pre>
 *
 * <p>{@code <other>} takes categories the baseline saw too rarely for a bin of their own, {@code
 * <unseen>} those it never saw. Where the baseline's tail is <em>open</em> (so long, or so full of
 * categories seen once, that new ones are no news), everything outside the dictionary is {@code
 * <other>}, and {@code <unseen>} stays empty.
 *
 * <p>A number is the category of its decimal text, whole numbers without a fraction: {@code 3} and
 * {@code 3.0} are one category, and so are {@code True} and {@code true}. A category longer than
 * {@value #MAX_CATEGORY_LENGTH} characters is the category of its first {@value
 * #MAX_CATEGORY_LENGTH}.
 */
public final class CategoricalBinning implements Binning {

  /** Characters of a category that count. */
  public static final int MAX_CATEGORY_LENGTH = 256;

  /** Largest dictionary. */
  public static final int MAX_CATEGORIES = 1_000;

  /** Largest tail that is told apart category by category. */
  public static final int MAX_OTHERS = 10_000;

  private static final int SPECIAL_BINS = 3;

  private final List<String> categories;
  private final List<String> others;
  private final boolean open;
  private final Map<String, Integer> bins = new HashMap<>();
  private final List<String> labels;
  private final String hash;

  private CategoricalBinning(List<String> categories, List<String> others, boolean open) {
    this.categories = categories;
    this.others = others;
    this.open = open;
    others.forEach(other -> bins.put(CategoryText.of(other, MAX_CATEGORY_LENGTH), binOfOther()));
    for (int i = 0; i < categories.size(); i++) {
      bins.put(CategoryText.of(categories.get(i), MAX_CATEGORY_LENGTH), i);
    }
    this.labels = labelsOf(categories);
    this.hash =
        new ContentHash("categorical/1").add(categories).add(others).add(open ? 1 : 0).hex();
  }

  /** A binning whose baseline saw the given categories and no others. */
  public static CategoricalBinning of(List<String> categories) {
    return of(categories, List.of());
  }

  /**
   * A binning with a known tail.
   *
   * @param categories the dictionary, in the order of the bins; without repeats
   * @param others categories the baseline saw that share one bin; none of the dictionary
   * @throws IllegalArgumentException when a category repeats or is too long, or when there are too
   *     many
   */
  public static CategoricalBinning of(List<String> categories, Collection<String> others) {
    TreeSet<String> tail = new TreeSet<>(others);
    check(categories, tail);
    return new CategoricalBinning(List.copyOf(categories), List.copyOf(tail), false);
  }

  /** A binning whose baseline had more categories than were worth telling apart. */
  public static CategoricalBinning open(List<String> categories) {
    check(categories, Set.of());
    return new CategoricalBinning(List.copyOf(categories), List.of(), true);
  }

  private static void check(List<String> categories, Set<String> others) {
    if (categories.size() > MAX_CATEGORIES || others.size() > MAX_OTHERS) {
      throw new IllegalArgumentException(
          "Invalid dictionary: %d categories and %d others; must be at most %d and %d"
              .formatted(categories.size(), others.size(), MAX_CATEGORIES, MAX_OTHERS));
    }
    TreeSet<String> known = new TreeSet<>(others);
    for (String category : categories) {
      if (!known.add(category)) {
        throw new IllegalArgumentException(
            "Invalid dictionary: category '%s' stands twice; each must be unique"
                .formatted(category));
      }
    }
    known.forEach(CategoricalBinning::checkLength);
  }

  private static void checkLength(String category) {
    if (category.length() > MAX_CATEGORY_LENGTH) {
      throw new IllegalArgumentException(
          "Invalid category '%s...': %d characters; must be at most %d, longer values are cut"
              .formatted(category.substring(0, 40), category.length(), MAX_CATEGORY_LENGTH));
    }
  }

  @Override
  public FeatureKind kind() {
    return FeatureKind.CATEGORICAL;
  }

  @Override
  public int size() {
    return categories.size() + SPECIAL_BINS;
  }

  @Override
  public int binOf(double value) {
    return binOf(CategoryText.of(value));
  }

  @Override
  public int binOf(String value) {
    if (value == null) {
      return binOfMissing();
    }
    Integer bin = bins.get(CategoryText.of(value, MAX_CATEGORY_LENGTH));
    if (bin != null) {
      return bin;
    }
    return open ? binOfOther() : binOfUnseen();
  }

  /** The bin of categories that the baseline saw too rarely for one of their own. */
  public int binOfOther() {
    return categories.size();
  }

  @Override
  public int binOfMissing() {
    return categories.size() + 1;
  }

  /** The bin of categories that the baseline never saw. */
  public int binOfUnseen() {
    return categories.size() + 2;
  }

  @Override
  public boolean isUnseen(int bin) {
    return bin == binOfUnseen();
  }

  /** The dictionary, in the order of the bins. */
  public List<String> categories() {
    return categories;
  }

  /** The categories that share the bin {@code <other>}, sorted; empty when the tail is open. */
  public List<String> others() {
    return others;
  }

  /** Whether everything outside the dictionary is {@code <other>}. */
  public boolean isOpen() {
    return open;
  }

  @Override
  public List<String> labels() {
    return labels;
  }

  @Override
  public String hash() {
    return hash;
  }

  private static List<String> labelsOf(List<String> categories) {
    List<String> labels = new ArrayList<>(categories);
    labels.addAll(Arrays.asList("<other>", "<missing>", "<unseen>"));
    return List.copyOf(labels);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CategoricalBinning that && hash.equals(that.hash);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  @Override
  public String toString() {
    return "CategoricalBinning" + labels;
  }
}
