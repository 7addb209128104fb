package io.tidemark.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Requests with what happens after each, from a seed, and the labels that follow by rules of their
 * own: nothing here is the join's. What happens is told in three parts, of which the last comes
 * after every window has closed. Immutable.
 *
 * <p>A request is clicked or not, and something may be bought, once or more. {@code click} takes
 * what comes in time and nothing else; {@code buy} adds amounts up, and what comes late corrects
 * it.
 *
 * @param seed of all that is random
 * @param requests how many
 * @param window from a request's time to the end of what counts
 * @param grace from there until nothing more is waited for
 */
public record LabelHistory(long seed, int requests, Duration window, Duration grace) {
  /** When an outcome is told of. */
  public enum Part {
    /** While everything runs. */
    EARLY,
    /** Before windows close, whatever else happens meanwhile. */
    IN_TIME,
    /** After all windows and their grace. */
    LATE
  }

  /**
   * Something that happened.
   *
   * @param afterMs from the request's time, negative where it lies before
   * @param kind {@code click} or {@code buy}
   * @param amount of what was bought; 0 for a click
   */
  public record Happened(Part part, long afterMs, String kind, double amount) {
    private boolean isSame(Happened other) {
      return afterMs == other.afterMs && kind.equals(other.kind) && amount == other.amount;
    }
  }

  private static final int SPREAD_MS = 1_000;
  private static final int DELAY_MS = 900;
  private static final long LONG_BEFORE_MS = 600_000;

  /** From the first request's time to this one's. */
  public long timeMs(int request) {
    return request % SPREAD_MS;
  }

  /** When all requests have been made, from the first one's time. */
  public static Duration spread() {
    return Duration.ofMillis(SPREAD_MS);
  }

  /** From the first request's time until every window and its grace are over. */
  public Duration length() {
    return spread().plus(window).plus(grace);
  }

  /** What happens after a request, in the order it is told. */
  public List<Happened> of(int request) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + request);
    List<Happened> all = new ArrayList<>();
    int clicks = Math.max(0, random.nextInt(4) - 1);
    for (int i = 0; i < clicks; i++) {
      all.add(new Happened(part(random), after(random), "click", 0));
    }
    if (clicks > 0 && random.nextInt(4) == 0) {
      all.add(all.get(0));
    }
    int bought = Math.max(0, random.nextInt(5) - 2);
    for (int i = 0; i < bought; i++) {
      all.add(new Happened(part(random), after(random), "buy", 1 + random.nextInt(99)));
    }
    all.sort(Comparator.comparing(Happened::part));
    return all;
  }

  private static Part part(SplittableRandom random) {
    return Part.values()[random.nextInt(Part.values().length)];
  }

  private static long after(SplittableRandom random) {
    return random.nextInt(10) == 0 ? -LONG_BEFORE_MS : 1 + random.nextInt(DELAY_MS);
  }

  /** The newest word on each label of a request, once all has been told. */
  public Map<String, String> expected(int request) {
    List<Happened> counting = distinct(request);
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("click", click(counting.stream().filter(h -> h.kind().equals("click")).toList()));
    labels.put("buy", buy(counting.stream().filter(h -> h.kind().equals("buy")).toList()));
    return labels;
  }

  /** Those inside the window; of equal ones the first that is told. */
  private List<Happened> distinct(int request) {
    List<Happened> distinct = new ArrayList<>();
    for (Happened one : of(request)) {
      if (one.afterMs() >= 0 && distinct.stream().noneMatch(one::isSame)) {
        distinct.add(one);
      }
    }
    return distinct;
  }

  private String click(List<Happened> clicks) {
    List<Happened> inTime = clicks.stream().filter(h -> h.part() != Part.LATE).toList();
    return inTime.isEmpty()
        ? text("0.0", "TIMEOUT", "FINAL", null, 0)
        : text("1.0", "OUTCOME", "FINAL", earliest(inTime), inTime.size());
  }

  private String buy(List<Happened> bought) {
    boolean late = bought.stream().anyMatch(h -> h.part() == Part.LATE);
    double sum = bought.stream().mapToDouble(Happened::amount).sum();
    return bought.isEmpty()
        ? text("null", "UNLABELLED", "FINAL", null, 0)
        : text(
            String.valueOf(sum),
            "OUTCOME",
            late ? "LATE" : "FINAL",
            earliest(bought),
            bought.size());
  }

  private static Long earliest(List<Happened> all) {
    return all.stream().mapToLong(Happened::afterMs).min().orElseThrow();
  }

  /** An example as this and a reader of the topic write it. */
  static String text(String value, String resolution, String maturity, Long delayMs, int outcomes) {
    return String.format(
        Locale.ROOT, "%s %s %s after %s of %d", value, resolution, maturity, delayMs, outcomes);
  }

  /** How many labels end in which way, by label, resolution and maturity. */
  public Map<String, Long> shape() {
    Map<String, Long> shape = new TreeMap<>();
    for (int request = 0; request < requests; request++) {
      expected(request)
          .forEach(
              (label, text) -> {
                String[] words = text.split(" ");
                shape.merge(label + " " + words[1] + " " + words[2], 1L, Long::sum);
              });
    }
    return shape;
  }
}
