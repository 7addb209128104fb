package io.tidemark.monitoring.quality;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of the labels of a cohort, as sums: of counts, and of weights and losses in fixed
 * point. Sums of parts added up are the sums of the whole, in any order, and what is taken back
 * leaves no trace: the same labels have the same sums to the bit. As a change they may be below 0.
 * Mutable; not thread-safe.
 */
public final class CohortSums {
  /** Of a cell, the weight of negative labels, that of positive ones, and the weighted scores. */
  static final int NEGATIVE = 0;

  static final int POSITIVE = 1;
  static final int SCORES = 2;

  /** Of a cell, how many predictions there are, labelled or not, and the sum of their scores. */
  static final int PREDICTED = 3;

  static final int PREDICTED_SCORES = 4;

  private static final int COLUMNS = 5;
  private static final int FORMAT = 1;

  private long predictions;
  private long settled;
  private final long[] examples = new long[LabelledPart.values().length];

  /** Weight, absolute, squared and signed errors, of everything that has a number beside one. */
  private final FixedSum[] errors = sums(4);

  /**
   * Log loss and squared errors of probabilities; and the weight of what was held to be impossible,
   * whose log loss is infinite and in no sum.
   */
  private final FixedSum[] losses = sums(3);

  /** What each cell of scores holds: see {@link #cells}. */
  private final SortedMap<Integer, FixedSum[]> cells = new TreeMap<>();

  private static FixedSum[] sums(int count) {
    FixedSum[] sums = new FixedSum[count];
    for (int i = 0; i < count; i++) {
      sums[i] = new FixedSum();
    }
    return sums;
  }

  /** Counts predictions that wait for their label. */
  public void opened(int count) {
    predictions += count;
  }

  /**
   * Counts the score of a prediction, whatever its label will be.
   *
   * @param score {@code null}, or beyond 0 to 1, is no score that anything can be expected of
   */
  public void predicted(Double score) {
    if (score != null && score >= 0 && score <= 1) {
      int cell = ScoreCells.of(score);
      FixedSum[] in = cells.computeIfAbsent(cell, c -> sums(COLUMNS));
      in[PREDICTED].add(1);
      in[PREDICTED_SCORES].add(score);
      dropIfZero(cell, in);
    }
  }

  /** Counts predictions whose label nothing can change any more. */
  public void settled(int count) {
    settled += count;
  }

  /** Counts what a label says from now on. */
  public void add(LabelledScore labelled) {
    count(labelled, 1);
  }

  /** Takes back what a label has said. */
  public void retract(LabelledScore labelled) {
    count(labelled, -1);
  }

  private void count(LabelledScore labelled, int sign) {
    LabelledPart part = labelled.part();
    examples[part.ordinal()] += sign;
    if (part == LabelledPart.SCORED || part == LabelledPart.NOT_PROBABILITY) {
      double weight = sign * labelled.weight();
      double error = labelled.error();
      errors[0].add(weight);
      errors[1].add(weight * Math.abs(error));
      errors[2].add(weight * (error * error));
      errors[3].add(weight * error);
      if (part == LabelledPart.SCORED) {
        score(labelled, weight);
      }
    }
  }

  private void score(LabelledScore labelled, double weight) {
    double loss = labelled.logLoss();
    if (Double.isInfinite(loss)) {
      losses[2].add(weight);
    } else {
      losses[0].add(weight * loss);
    }
    losses[1].add(weight * (labelled.error() * labelled.error()));
    int cell = ScoreCells.of(labelled.score());
    FixedSum[] in = cells.computeIfAbsent(cell, c -> sums(COLUMNS));
    in[labelled.isPositive() ? POSITIVE : NEGATIVE].add(weight);
    in[SCORES].add(weight * labelled.score());
    dropIfZero(cell, in);
  }

  /** Adds the sums of other labels, or of a change. */
  public void add(CohortSums other) {
    predictions += other.predictions;
    settled += other.settled;
    for (int i = 0; i < examples.length; i++) {
      examples[i] += other.examples[i];
    }
    add(errors, other.errors);
    add(losses, other.losses);
    other.cells.forEach(
        (cell, more) -> {
          FixedSum[] in = cells.computeIfAbsent(cell, c -> sums(COLUMNS));
          add(in, more);
          dropIfZero(cell, in);
        });
  }

  private static void add(FixedSum[] to, FixedSum[] more) {
    for (int i = 0; i < to.length; i++) {
      to[i].add(more[i]);
    }
  }

  /** So that what was taken back leaves no row behind. */
  private void dropIfZero(int cell, FixedSum[] in) {
    if (isZero(in)) {
      cells.remove(cell);
    }
  }

  private static boolean isZero(FixedSum... sums) {
    for (FixedSum sum : sums) {
      if (!sum.isZero()) {
        return false;
      }
    }
    return true;
  }

  /** How many predictions have opened the label. */
  public long predictions() {
    return predictions;
  }

  /** Of how many of them nothing can change the label any more. */
  public long settled() {
    return settled;
  }

  /** How many labels count there, as they stand. */
  public long examples(LabelledPart part) {
    return examples[part.ordinal()];
  }

  /** Which share of the predictions is settled, 0 to 1; 0 without any. */
  public double maturity() {
    return predictions <= 0 ? 0 : (double) settled / predictions;
  }

  double weight() {
    return errors[0].value();
  }

  double absoluteErrors() {
    return errors[1].value();
  }

  double squaredErrors() {
    return errors[2].value();
  }

  double signedErrors() {
    return errors[3].value();
  }

  /** In nats; infinite where something came that was held to be impossible. */
  double logLosses() {
    return losses[2].isZero() ? losses[0].value() : Double.POSITIVE_INFINITY;
  }

  /** Squared errors of probabilities alone. */
  double brierLosses() {
    return losses[1].value();
  }

  /** By cell, in order, its sums: {@link #NEGATIVE} and so on. */
  Map<Integer, FixedSum[]> cells() {
    return cells;
  }

  /**
   * {@code [format 1][predictions][settled][examples per part][errors][losses]} and of each cell
   * that holds something its number and sums.
   */
  public byte[] encode() {
    ByteWriter out = new ByteWriter().octet(FORMAT).signed(predictions).signed(settled);
    for (long count : examples) {
      out.signed(count);
    }
    write(errors, out);
    write(losses, out);
    out.unsigned(cells.size());
    cells.forEach(
        (cell, in) -> {
          out.unsigned(cell);
          write(in, out);
        });
    return out.toByteArray();
  }

  private static void write(FixedSum[] sums, ByteWriter out) {
    for (FixedSum sum : sums) {
      sum.write(out);
    }
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public static CohortSums decode(byte[] bytes) {
    ByteReader in = new ByteReader("sums of a cohort", bytes).expectFormat(FORMAT);
    CohortSums sums = new CohortSums();
    sums.predictions = in.signed();
    sums.settled = in.signed();
    for (int i = 0; i < sums.examples.length; i++) {
      sums.examples[i] = in.signed();
    }
    read(sums.errors, in);
    read(sums.losses, in);
    for (int left = in.count(); left > 0; left--) {
      int cell = in.number("cell of scores", ScoreCells.SIZE - 1);
      read(sums.cells.computeIfAbsent(cell, c -> sums(COLUMNS)), in);
    }
    in.expectEnd();
    return sums;
  }

  private static void read(FixedSum[] sums, ByteReader in) {
    for (FixedSum sum : sums) {
      sum.add(FixedSum.read(in));
    }
  }

  /** Whether nothing has changed, as a change. */
  public boolean isZero() {
    for (long count : examples) {
      if (count != 0) {
        return false;
      }
    }
    return predictions == 0 && settled == 0 && cells.isEmpty() && isZero(errors) && isZero(losses);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CohortSums that && Arrays.equals(encode(), that.encode());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encode());
  }

  @Override
  public String toString() {
    return "CohortSums["
        + predictions
        + " predictions, "
        + settled
        + " settled, "
        + Arrays.toString(examples)
        + ", "
        + cells.size()
        + " cells]";
  }
}
