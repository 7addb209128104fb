package io.tidemark.join;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import java.util.HashMap;
import java.util.Map;

/**
 * The binary form of what became of a task's predictions, by label. Stateless and thread-safe.
 *
 * <p>{@code [format 2][format of the join states]}, and for each label {@code [name][opened]
 * [joined][timed out][unlabelled]}. It is stored beside the states and names their format, so that
 * a store is refused at the start and not at the first request id that is met again.
 */
public final class LabelTalliesCodec {
  private static final int FORMAT = 2;

  private LabelTalliesCodec() {}

  /** The bytes of tallies by label. */
  public static byte[] encode(Map<String, LabelTally> tallies) {
    ByteWriter out = new ByteWriter(64).octet(FORMAT).octet(JoinStateCodec.FORMAT);
    out.unsigned(tallies.size());
    tallies.forEach((label, tally) -> write(label, tally, out));
    return out.toByteArray();
  }

  private static void write(String label, LabelTally tally, ByteWriter out) {
    out.text(label).signed(tally.opened()).signed(tally.joined());
    out.signed(tally.timedOut()).signed(tally.unlabelled());
  }

  /**
   * Tallies by label.
   *
   * @throws FormatException when the bytes or the states beside them are of another format, or the
   *     bytes are damaged
   */
  public static Map<String, LabelTally> decode(byte[] bytes) {
    ByteReader in =
        new ByteReader("label tallies", bytes)
            .expectFormat(FORMAT)
            .expectFormat("join states", JoinStateCodec.FORMAT);
    Map<String, LabelTally> tallies = new HashMap<>();
    for (int left = in.count(); left > 0; left--) {
      tallies.put(in.text(), new LabelTally(in.signed(), in.signed(), in.signed(), in.signed()));
    }
    in.expectEnd();
    return tallies;
  }
}
