package io.tidemark.entity;

import io.tidemark.feature.EntityStateCodec;
import io.tidemark.feature.FeaturePlan;
import java.nio.ByteBuffer;

/**
 * The binary form of an entity in the state store: {@code [format 2][timer][valid until][hash of
 * the vector sent last]}, three big-endian longs, then the state as {@link EntityStateCodec} writes
 * it. Format 1 is the same without the hash.
 */
final class EntityEntryCodec {
  static final byte FORMAT = 2;
  private static final byte WITHOUT_HASH = 1;
  private static final int HEADER_BYTES = 1 + 3 * Long.BYTES;

  /** An entry, its key and its place in a map of entries. */
  private static final int OBJECT_BYTES = 250;

  /** About what an entity takes that was never stored. */
  static final long NEW_BYTES = 1_000;

  private final EntityStateCodec states;

  EntityEntryCodec(FeaturePlan plan) {
    this.states = new EntityStateCodec(plan);
  }

  byte[] encode(EntityEntry entry) {
    byte[] bytes = states.encode(entry.state(), HEADER_BYTES);
    entry.bytes = heapBytes(entry, bytes.length);
    ByteBuffer.wrap(bytes)
        .put(FORMAT)
        .putLong(entry.timerMs)
        .putLong(entry.validUntilMs)
        .putLong(entry.sentHash);
    return bytes;
  }

  /**
   * Arrays of words are known; sets and sketches behind them take about what they are stored as.
   */
  private static long heapBytes(EntityEntry entry, int stored) {
    return OBJECT_BYTES + entry.state().heapBytes() + 2L * stored;
  }

  EntityEntry decode(String key, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte format = in.get();
    if (format != FORMAT && format != WITHOUT_HASH) {
      throw new IllegalStateException(
          "Unknown format "
              + format
              + " of the state of entity "
              + key
              + ": this version reads formats 1 to "
              + FORMAT
              + ". Run the version that wrote it, or start under a new application.id.");
    }
    long timerMs = in.getLong();
    long validUntilMs = in.getLong();
    long sentHash = format == WITHOUT_HASH ? VectorHash.NONE : in.getLong();
    EntityEntry entry = new EntityEntry(key, states.decode(bytes, in.position()));
    entry.bytes = heapBytes(entry, bytes.length);
    entry.timerMs = timerMs;
    entry.savedTimerMs = timerMs;
    entry.validUntilMs = validUntilMs;
    entry.sentHash = sentHash;
    return entry;
  }
}
