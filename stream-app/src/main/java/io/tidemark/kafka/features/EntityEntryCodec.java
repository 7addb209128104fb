package io.tidemark.kafka.features;

import io.tidemark.feature.EntityStateCodec;
import io.tidemark.feature.FeaturePlan;
import java.nio.ByteBuffer;

/**
 * The binary form of an entity in the state store: {@code [format 1][timer][valid until]}, two
 * big-endian longs, then the state as {@link EntityStateCodec} writes it.
 */
final class EntityEntryCodec {
  private static final byte FORMAT = 1;
  private static final int HEADER_BYTES = 1 + 2 * Long.BYTES;
  private final EntityStateCodec states;

  EntityEntryCodec(FeaturePlan plan) {
    this.states = new EntityStateCodec(plan);
  }

  byte[] encode(EntityEntry entry) {
    byte[] state = states.encode(entry.state);
    return ByteBuffer.allocate(HEADER_BYTES + state.length)
        .put(FORMAT)
        .putLong(entry.timerMs)
        .putLong(entry.validUntilMs)
        .put(state)
        .array();
  }

  EntityEntry decode(String key, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte format = in.get();
    if (format != FORMAT) {
      throw new IllegalStateException(
          "Unknown format "
              + format
              + " of the state of entity "
              + key
              + ": this version reads format "
              + FORMAT
              + ". Run the version that wrote it, or start under a new application.id.");
    }
    long timerMs = in.getLong();
    long validUntilMs = in.getLong();
    byte[] state = new byte[in.remaining()];
    in.get(state);
    EntityEntry entry = new EntityEntry(key, states.decode(state));
    entry.timerMs = timerMs;
    entry.validUntilMs = validUntilMs;
    return entry;
  }
}
