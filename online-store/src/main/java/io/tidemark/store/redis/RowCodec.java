package io.tidemark.store.redis;

import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.FeatureStoreException.Reason;
import io.tidemark.store.RowText;
import io.tidemark.store.ValueText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A row as the arguments of {@link Script#WRITE}, and back from the fields of a hash. */
final class RowCodec {
  private static final long NO_EXPIRY = -1;

  private RowCodec() {}

  static Arguments arguments(byte[] key, FeatureRow row) {
    Arguments arguments =
        new Arguments().add(1).add(key).add(row.revision()).add(row.ttl().toMillis());
    arguments.add(RowText.AS_OF).add(row.asOfMs());
    arguments.add(RowText.STATUS).add(RowText.status(row.warming()));
    row.validUntilMs().ifPresent(ms -> arguments.add(RowText.VALID_UNTIL).add(ms));
    row.eventTimeMs().ifPresent(ms -> arguments.add(RowText.EVENT_TIME).add(ms));
    row.values().forEach((name, value) -> arguments.add(name).add(ValueText.of(value)));
    return arguments;
  }

  static Arguments tombstone(byte[] key, long revision, Duration ttl) {
    return new Arguments().add(1).add(key).add(revision).add(ttl.toMillis());
  }

  /**
   * The row a hash holds; empty when there is none or it is deleted.
   *
   * @param ttlMs what Redis says is left: -1 when the key does not expire, -2 when it is gone
   */
  static Optional<FeatureRow> row(EntityKey key, Map<byte[], byte[]> hash, long ttlMs) {
    Map<String, String> fields = new HashMap<>();
    hash.forEach((name, value) -> fields.put(text(name), text(value)));
    String status = fields.remove(RowText.STATUS);
    boolean gone = fields.isEmpty() || ttlMs == 0 || ttlMs < NO_EXPIRY;
    if (gone || RowText.DELETED.equals(status)) {
      return Optional.empty();
    }
    try {
      return Optional.of(row(key, fields, status, ttlMs));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new FeatureStoreException(
          Reason.CORRUPT,
          false,
          "Invalid row at "
              + key.asRedisKey()
              + ": it needs the fields _rev, _as_of and _status. Delete the key; the next write"
              + " brings it back.",
          e);
    }
  }

  private static FeatureRow row(
      EntityKey key, Map<String, String> fields, String status, long ttlMs) {
    long revision = Long.parseLong(fields.remove(RowText.REVISION));
    long asOfMs = Long.parseLong(fields.remove(RowText.AS_OF));
    OptionalLong validUntilMs = instant(fields.remove(RowText.VALID_UNTIL));
    OptionalLong eventTimeMs = instant(fields.remove(RowText.EVENT_TIME));
    return new FeatureRow(
        key,
        Map.copyOf(fields),
        revision,
        asOfMs,
        validUntilMs,
        eventTimeMs,
        RowText.warming(status),
        Duration.ofMillis(ttlMs == NO_EXPIRY ? Long.MAX_VALUE : ttlMs));
  }

  private static OptionalLong instant(String ms) {
    return ms == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(ms));
  }

  static byte[] bytes(EntityKey key) {
    return key.asRedisKey().getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
