package io.tidemark.entity;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import io.tidemark.feature.EntityStateCodec;
import io.tidemark.feature.FeaturePlan;

/**
 * The binary form of an entity in the state store: {@code [format 1][timer][valid until][hash of
 * the vector sent last]}, three big-endian longs, then the state as {@link EntityStateCodec} writes
 * it. Holds buffers: not thread-safe, one per thread.
 */
final class EntityEntryCodec {
  static final int FORMAT = 1;

  /** An entry, its key and its place in a map of entries. */
  private static final int OBJECT_BYTES = 250;

  /** About what an entity takes that was never stored. */
  static final long NEW_BYTES = 1_000;

  private final EntityStateCodec states;
  private final ByteWriter out = new ByteWriter();

  EntityEntryCodec(FeaturePlan plan) {
    this.states = new EntityStateCodec(plan);
  }

  byte[] encode(EntityEntry entry) {
    out.clear();
    out.octet(FORMAT).fixed64(entry.timerMs).fixed64(entry.validUntilMs).fixed64(entry.sentHash);
    states.encode(entry.state(), out);
    entry.bytes = heapBytes(entry, out.size());
    return out.toByteArray();
  }

  /**
   * Arrays of words are known; sets and sketches behind them take about what they are stored as.
   */
  private static long heapBytes(EntityEntry entry, int stored) {
    return OBJECT_BYTES + entry.state().heapBytes() + 2L * stored;
  }

  /**
   * The entity in the bytes.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  EntityEntry decode(String key, byte[] bytes) {
    ByteReader in = new ByteReader("state of entity", key, bytes).expectFormat(FORMAT);
    long timerMs = in.fixed64();
    long validUntilMs = in.fixed64();
    long sentHash = in.fixed64();
    EntityEntry entry = new EntityEntry(key, states.decode(in));
    entry.bytes = heapBytes(entry, bytes.length);
    entry.timerMs = timerMs;
    entry.savedTimerMs = timerMs;
    entry.validUntilMs = validUntilMs;
    entry.sentHash = sentHash;
    return entry;
  }
}
