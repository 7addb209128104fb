package io.tidemark.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.RowText;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The fields of a hash on their way to a row. */
final class HeldRow {
  private final Map<String, byte[]> own = new HashMap<>(8);
  private final Map<String, Object> values;

  HeldRow(int size) {
    values = new HashMap<>(2 * size);
  }

  /** Takes a field that describes the row. */
  void describe(String name, byte[] content) {
    own.put(name, content);
  }

  void value(String name, Object value) {
    values.put(name, value);
  }

  /** Whether there is no row, or it is deleted. */
  private boolean isGone(RowLayout layout) {
    boolean none = layout.isExclusive() ? own.isEmpty() && values.isEmpty() : !isOurs(layout);
    return none || RowText.DELETED.equals(text(RowText.STATUS));
  }

  /** Whoever writes beside us writes no revision. */
  private boolean isOurs(RowLayout layout) {
    return own.containsKey(layout.revisionField());
  }

  /**
   * The row.
   *
   * @param ttl what is left of the hash, for a row that does not say when its time ends
   * @param nowMs the wall clock, for one that does
   * @throws IllegalArgumentException when a field it needs is missing or no number
   */
  Optional<FeatureRow> row(EntityKey key, RowLayout layout, Duration ttl, long nowMs) {
    OptionalLong expiresMs = instant(SharedRow.EXPIRES);
    boolean expired = expiresMs.isPresent() && expiresMs.getAsLong() <= nowMs;
    if (isGone(layout) || expired) {
      return Optional.empty();
    }
    return Optional.of(
        new FeatureRow(
            key,
            FeatureRow.handedOver(values),
            Long.parseLong(needed(layout.revisionField())),
            Long.parseLong(needed(RowText.AS_OF)),
            instant(RowText.VALID_UNTIL),
            layout.eventTimes(key.entity(), this),
            RowText.warming(needed(RowText.STATUS)),
            expiresMs.isPresent() ? Duration.ofMillis(expiresMs.getAsLong() - nowMs) : ttl));
  }

  private String needed(String name) {
    String text = text(name);
    if (text == null) {
      throw new IllegalArgumentException("the field " + name + " is missing");
    }
    return text;
  }

  /** A field that describes the row, or {@code null}. */
  byte[] content(String name) {
    return own.get(name);
  }

  /** A field that describes the row as text, or {@code null}. */
  String text(String name) {
    byte[] content = own.get(name);
    return content == null ? null : new String(content, UTF_8);
  }

  /** A field that describes the row as an instant. */
  OptionalLong instant(String name) {
    String ms = text(name);
    return ms == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(ms));
  }
}
