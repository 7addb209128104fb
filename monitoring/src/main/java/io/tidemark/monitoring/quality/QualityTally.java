package io.tidemark.monitoring.quality;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many predictions a task has seen end in each way, by model, since its state began; and where
 * its clock stands. Kept with the sums, so that it says what is in them, whatever was aborted,
 * moved or restarted. Not thread-safe.
 */
public final class QualityTally {
  private static final int FORMAT = 1;

  private final SortedMap<QualityFigure, Long> counts = new TreeMap<>();
  private final long clockMs;

  /**
   * @param clockMs the instant that the task's clock has shown last, milliseconds since the Unix
   *     epoch; {@link Long#MIN_VALUE} for none
   */
  public QualityTally(long clockMs) {
    this.clockMs = clockMs;
  }

  /** The same counts with another instant. */
  public QualityTally at(long laterMs) {
    QualityTally tally = new QualityTally(laterMs);
    tally.counts.putAll(counts);
    return tally;
  }

  public long clockMs() {
    return clockMs;
  }

  /** Counts predictions; to count none makes a figure known. */
  public void add(String model, QualityState state, long predictions) {
    counts.merge(new QualityFigure(model, state), predictions, Long::sum);
  }

  /** Every figure that is known, in their order; a view. */
  public Map<QualityFigure, Long> counts() {
    return Collections.unmodifiableMap(counts);
  }

  /** {@code [format 1][clock]} and for each figure {@code [model][state][predictions]}. */
  public byte[] encode() {
    ByteWriter out = new ByteWriter(64).octet(FORMAT).signed(clockMs).unsigned(counts.size());
    counts.forEach(
        (figure, count) -> out.text(figure.model()).octet(figure.state().ordinal()).signed(count));
    return out.toByteArray();
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public static QualityTally decode(byte[] bytes) {
    ByteReader in = new ByteReader("tally of quality", bytes).expectFormat(FORMAT);
    QualityTally tally = new QualityTally(in.signed());
    QualityState[] states = QualityState.values();
    for (int left = in.count(); left > 0; left--) {
      String model = in.text();
      tally.add(model, states[in.number("state of predictions", states.length - 1)], in.signed());
    }
    in.expectEnd();
    return tally;
  }
}
