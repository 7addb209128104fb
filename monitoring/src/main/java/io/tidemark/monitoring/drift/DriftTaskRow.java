package io.tidemark.monitoring.drift;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;

/**
 * What a task of drift remembers beside its counts.
 *
 * @param clockMs the instant its clock has shown last, milliseconds since the Unix epoch; {@link
 *     Long#MIN_VALUE} for none
 * @param arrivedMs when the newest prediction came to its topic, where a history may end; 0 before
 * @param tally what became of predictions
 */
public record DriftTaskRow(long clockMs, long arrivedMs, PredictionTally tally) {
  private static final int FORMAT = 1;

  /**
   * {@code [format 1][clock][arrived]}, and for each figure {@code [model][state][predictions]}.
   */
  public byte[] encode() {
    ByteWriter out = new ByteWriter(64).octet(FORMAT).signed(clockMs).signed(arrivedMs);
    out.unsigned(tally.counts().size());
    tally
        .counts()
        .forEach(
            (figure, count) ->
                out.text(figure.model()).octet(figure.state().ordinal()).signed(count));
    return out.toByteArray();
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public static DriftTaskRow decode(byte[] bytes) {
    ByteReader in = new ByteReader("drift task", bytes).expectFormat(FORMAT);
    long clockMs = in.signed();
    long arrivedMs = in.signed();
    PredictionTally tally = new PredictionTally();
    for (int left = in.count(); left > 0; left--) {
      tally.add(in.text(), state(in), in.signed());
    }
    in.expectEnd();
    return new DriftTaskRow(clockMs, arrivedMs, tally);
  }

  private static PredictionState state(ByteReader in) {
    PredictionState[] states = PredictionState.values();
    return states[in.number("state of predictions", states.length - 1)];
  }
}
