package io.tidemark.erasure;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;

/**
 * The binary forms of what is remembered of erasures. Stateless and thread-safe.
 *
 * <pre>
 * cutoffs = format:1  live before:8  past before:8
 * pending = format:1  id  key  revision  found:0|1  part  parts  asked
 * requests = format:1  id  name  asked  requests  examples
 * </pre>
 */
final class ErasureCodec {
  private static final int FORMAT = 1;

  private ErasureCodec() {}

  static byte[] encode(Cutoffs cutoffs) {
    return new ByteWriter()
        .octet(FORMAT)
        .fixed64(cutoffs.liveBeforeMs())
        .fixed64(cutoffs.pastBeforeMs())
        .toByteArray();
  }

  static byte[] encode(PendingErasure pending) {
    return new ByteWriter()
        .octet(FORMAT)
        .text(pending.id())
        .text(pending.key())
        .unsigned(pending.revision())
        .flag(pending.found())
        .unsigned(pending.part())
        .unsigned(pending.parts())
        .signed(pending.askedMs())
        .toByteArray();
  }

  static byte[] encode(RequestErasure erasure) {
    return new ByteWriter()
        .octet(FORMAT)
        .text(erasure.id())
        .text(erasure.name())
        .signed(erasure.askedMs())
        .unsigned(erasure.requests())
        .unsigned(erasure.examples())
        .toByteArray();
  }

  /**
   * The erasure of requests in the bytes.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  static RequestErasure requests(byte[] bytes) {
    ByteReader in = new ByteReader("erasure of requests", bytes).expectFormat(FORMAT);
    RequestErasure erasure =
        new RequestErasure(in.text(), in.text(), in.signed(), in.unsigned(), in.unsigned());
    in.expectEnd();
    return erasure;
  }

  /**
   * The cutoffs in the bytes.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  static Cutoffs cutoffs(byte[] bytes) {
    ByteReader in = new ByteReader("cutoffs of an erased entity", bytes).expectFormat(FORMAT);
    Cutoffs cutoffs = new Cutoffs(in.fixed64(), in.fixed64());
    in.expectEnd();
    return cutoffs;
  }

  /**
   * The erasure in the bytes.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  static PendingErasure pending(byte[] bytes) {
    ByteReader in = new ByteReader("erasure under way", bytes).expectFormat(FORMAT);
    PendingErasure pending =
        new PendingErasure(
            in.text(),
            in.text(),
            in.unsigned(),
            in.flag(),
            in.number("part", Integer.MAX_VALUE),
            in.number("number of parts", Integer.MAX_VALUE),
            in.signed());
    in.expectEnd();
    return pending;
  }
}
