package io.tidemark.demo;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Maturity;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The newest example of each label of a {@link LabelHistory}, held against what follows from the
 * history. Not thread-safe.
 */
public final class LabelVerdicts {
  private static final List<String> LABELS = List.of("click", "buy");
  private static final int SHOWN = 5;

  private final LabelHistory history;
  private final long startMs;
  private final int[] revisions;
  private final BitSet right;
  private final BitSet settled;
  private final Map<Integer, String> wrong = new TreeMap<>();
  private final List<String> outOfTurn = new ArrayList<>();

  /**
   * Of a history that began at an instant.
   *
   * @param startMs of its first request, milliseconds since the Unix epoch
   */
  public LabelVerdicts(LabelHistory history, long startMs) {
    this.history = history;
    this.startMs = startMs;
    this.revisions = new int[history.requests() * LABELS.size()];
    this.right = new BitSet(revisions.length);
    this.settled = new BitSet(revisions.length);
  }

  /** Takes the next example of the topic. */
  public void add(LabelledExample example) {
    int request = Integer.parseInt(example.getRequestId().substring(1));
    int label = LABELS.indexOf(example.getLabel());
    int key = request * LABELS.size() + label;
    if (example.getRevision() != revisions[key]) {
      outOfTurn.add(
          "%s of %s is revision %d where %d was due"
              .formatted(
                  example.getLabel(),
                  example.getRequestId(),
                  example.getRevision(),
                  revisions[key]));
    }
    revisions[key] = example.getRevision() + 1;
    String expected = history.expected(request).get(example.getLabel());
    String found = text(example);
    boolean agrees = expected.equals(found) && isServed(example, request);
    right.set(key, agrees);
    settled.set(key, example.getMaturity() != Maturity.PROVISIONAL);
    if (agrees) {
      wrong.remove(key);
    } else if (wrong.size() < SHOWN * SHOWN) {
      wrong.put(
          key,
          "%s|%s: %s, not %s"
              .formatted(example.getRequestId(), example.getLabel(), found, expected));
    }
  }

  private static String text(LabelledExample example) {
    return LabelHistory.text(
        String.valueOf(example.getLabelValue()),
        example.getResolution().name(),
        example.getMaturity().name(),
        example.getLabelDelayMs(),
        example.getOutcomes());
  }

  /** Whether what the prediction said is there, and how long it was watched. */
  private boolean isServed(LabelledExample example, int request) {
    long watchedMs = history.window().plus(history.grace()).toMillis();
    boolean late = example.getMaturity() == Maturity.LATE;
    return example.getPredictionTime().toEpochMilli() == startMs + history.timeMs(request)
        && Long.valueOf(request).equals(example.getRawFeatures().get("number"))
        && (late
            ? example.getObservedMs() > watchedMs
            : example.getMaturity() == Maturity.PROVISIONAL
                || example.getObservedMs() == watchedMs);
  }

  /** Whether every label has its last word, as far as the history says. */
  public boolean isComplete() {
    return right.cardinality() == revisions.length;
  }

  /** How many labels have closed. */
  public int settled() {
    return settled.cardinality();
  }

  /** How many labels there are. */
  public int all() {
    return revisions.length;
  }

  /** How many labels have another last word than the history says, or none. */
  public int wrong() {
    return revisions.length - right.cardinality();
  }

  /** Some of what is wrong, a line each. */
  public List<String> some() {
    List<String> some = new ArrayList<>(wrong.values());
    some.addAll(outOfTurn);
    return some.subList(0, Math.min(SHOWN, some.size()));
  }

  /** How many examples did not follow the one before. */
  public int outOfTurn() {
    return outOfTurn.size();
  }
}
