package io.tidemark.join;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import java.util.HashMap;
import java.util.Map;

/**
 * The binary form of how many predictions of a task wait for each label. Stateless and thread-safe.
 *
 * <p>{@code [format 1][format of the join states]}, and for each label {@code [name][number]}. It
 * is stored beside the states and names their format, so that a store is refused at the start and
 * not at the first request id that is met again.
 */
public final class PendingLabelsCodec {
  private static final int FORMAT = 1;

  private PendingLabelsCodec() {}

  /** The bytes of numbers by label. */
  public static byte[] encode(Map<String, Long> pending) {
    ByteWriter out = new ByteWriter(64).octet(FORMAT).octet(JoinStateCodec.FORMAT);
    out.unsigned(pending.size());
    pending.forEach((label, number) -> out.text(label).signed(number));
    return out.toByteArray();
  }

  /**
   * Numbers by label.
   *
   * @throws FormatException when the bytes or the states beside them are of another format, or the
   *     bytes are damaged
   */
  public static Map<String, Long> decode(byte[] bytes) {
    ByteReader in =
        new ByteReader("pending labels", bytes)
            .expectFormat(FORMAT)
            .expectFormat("join states", JoinStateCodec.FORMAT);
    Map<String, Long> pending = new HashMap<>();
    for (int left = in.count(); left > 0; left--) {
      pending.put(in.text(), in.signed());
    }
    in.expectEnd();
    return pending;
  }
}
