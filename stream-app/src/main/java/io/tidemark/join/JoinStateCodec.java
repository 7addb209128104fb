package io.tidemark.join;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;

/**
 * The binary form of {@link JoinState}. Stateless and thread-safe.
 *
 * <pre>
 *   format 5 | tag | body
 *   tag 0  waiting   base, count, {outcome, arrived, expires, read at}
 *   tag 1  open      base, model, version, payload, trace, arrived, count {outcome, arrived},
 *                    count {label}
 *   tag 2  closed    forget at, count {name, horizon, until, from}
 * </pre>
 *
 * <p>Times of an entry are kept relative to one base, and a text that occurs again is a number
 * ({@link RepeatedTexts}), so that an open prediction costs its payload and about 60 bytes. The
 * request id is the entry's key and is not repeated.
 */
public final class JoinStateCodec {
  /** What {@link #encode} writes first. */
  public static final int FORMAT = 5;

  static final int WAITING = 0;
  static final int OPEN = 1;
  static final int CLOSED = 2;

  /** Encodes a state; the request id is not part of it. */
  public byte[] encode(JoinState state) {
    ByteWriter out = new ByteWriter().octet(FORMAT);
    new JoinStateWriter(out).write(state);
    return out.toByteArray();
  }

  /**
   * Decodes a state.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public JoinState decode(String requestId, byte[] bytes) {
    ByteReader in = new ByteReader("join state", bytes).expectFormat(FORMAT);
    JoinState state = new JoinStateReader(requestId, in).state();
    in.expectEnd();
    return state;
  }
}
