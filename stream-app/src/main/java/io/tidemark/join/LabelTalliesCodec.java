package io.tidemark.join;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import java.util.HashMap;
import java.util.Map;

/**
 * The binary form of what became of a task's predictions, by label. Stateless and thread-safe.
 *
 * <p>{@code [format 5][format of the join states][newest arrival][read through]}, and for each
 * label {@code [name][opened] [joined][timed out][unlabelled][erased]}. It is stored beside the
 * states and names their format, so that a store is refused at the start and not at the first
 * request id that is met again.
 */
public final class LabelTalliesCodec {
  private static final int FORMAT = 5;

  private LabelTalliesCodec() {}

  /**
   * What a task remembers beside its states.
   *
   * @param tallies what became of predictions, by label
   * @param newestArrivalMs when the newest record came; see {@link JoinClock#newestArrivalMs}
   * @param readThroughMs up to which time everything was read that came, as far as was known; 0
   *     where nothing was
   */
  public record Remembered(
      Map<String, LabelTally> tallies, long newestArrivalMs, long readThroughMs) {}

  /** The bytes of what is remembered. */
  public static byte[] encode(Remembered remembered) {
    Map<String, LabelTally> tallies = remembered.tallies();
    ByteWriter out = new ByteWriter(64).octet(FORMAT).octet(JoinStateCodec.FORMAT);
    out.signed(remembered.newestArrivalMs()).signed(remembered.readThroughMs());
    out.unsigned(tallies.size());
    tallies.forEach((label, tally) -> write(label, tally, out));
    return out.toByteArray();
  }

  private static void write(String label, LabelTally tally, ByteWriter out) {
    out.text(label).signed(tally.opened()).signed(tally.joined());
    out.signed(tally.timedOut()).signed(tally.unlabelled()).signed(tally.erased());
  }

  /**
   * What was remembered.
   *
   * @throws FormatException when the bytes or the states beside them are of another format, or the
   *     bytes are damaged
   */
  public static Remembered decode(byte[] bytes) {
    ByteReader in =
        new ByteReader("label tallies", bytes)
            .expectFormat(FORMAT)
            .expectFormat("join states", JoinStateCodec.FORMAT);
    long newestArrivalMs = in.signed();
    long readThroughMs = in.signed();
    Map<String, LabelTally> tallies = new HashMap<>();
    for (int left = in.count(); left > 0; left--) {
      tallies.put(
          in.text(),
          new LabelTally(in.signed(), in.signed(), in.signed(), in.signed(), in.signed()));
    }
    in.expectEnd();
    return new Remembered(tallies, newestArrivalMs, readThroughMs);
  }
}
