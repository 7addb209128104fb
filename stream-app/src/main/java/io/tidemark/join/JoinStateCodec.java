package io.tidemark.join;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;

/**
 * The binary form of {@link JoinState}. Stateless and thread-safe.
 *
 * <pre>
 *   format 6 | tag | body
 *   tag 0  waiting   base, count, {outcome, arrived, expires, read at}
 *   tag 1  open      base, model, version, payload, trace, arrived, count {outcome, arrived},
 *                    count {label}
 *   tag 2  closed    forget at, count {name, horizon, until, from}
 *   tag 3  erased    forget at
 * </pre>
 *
 * <p>Times of an entry are kept relative to one base, and a text that occurs again is a number
 * ({@link RepeatedTexts}), so that an open prediction costs its payload and about 60 bytes. The
 * request id is the entry's key and is not repeated.
 */
public final class JoinStateCodec {
  /** What {@link #encode} writes first. */
  public static final int FORMAT = 6;

  static final int WAITING = 0;
  static final int OPEN = 1;
  static final int CLOSED = 2;
  static final int ERASED = 3;

  /** What follows in an outcome. */
  static final int HAS_ID = 1;

  static final int HAS_FACTS = 2;

  /** What evidence there is takes the lowest bits of a judgement, what follows the others. */
  static final int EVIDENCE = 3;

  static final int HAS_VALUE = 4;
  static final int HAS_WEIGHT = 8;
  static final int HAS_KEY = 16;
  static final int HAS_RANK = 32;

  /** What several outcomes come to takes the lowest bits of a label, how they do the others. */
  static final int SEVERAL = 15;

  static final int NUMERIC = 16;
  static final int KEYED = 32;
  static final int RANKED = 64;

  /** When examples are written takes the lowest bits; what else bears on their weight others. */
  static final int SAMPLED = 8;

  static final int PROPENSITY = 16;

  /** Before a number that is not one of the usual. */
  static final int REAL = 2;

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
