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
  private final Map<String, String> own = new HashMap<>(8);
  private final Map<String, Object> values;

  HeldRow(int size) {
    values = new HashMap<>(2 * size);
  }

  /** Takes a field that describes the row. */
  void describe(String name, byte[] text) {
    own.put(name, new String(text, UTF_8));
  }

  void value(String name, Object value) {
    values.put(name, value);
  }

  /** Whether there is no row, or it is deleted. */
  boolean isGone() {
    return own.isEmpty() && values.isEmpty() || RowText.DELETED.equals(own.get(RowText.STATUS));
  }

  /**
   * The row.
   *
   * @throws IllegalArgumentException when a field it needs is missing or no number
   */
  Optional<FeatureRow> row(EntityKey key, String revisionField, Duration ttl) {
    if (isGone()) {
      return Optional.empty();
    }
    return Optional.of(
        new FeatureRow(
            key,
            FeatureRow.handedOver(values),
            Long.parseLong(needed(revisionField)),
            Long.parseLong(needed(RowText.AS_OF)),
            instant(RowText.VALID_UNTIL),
            instant(RowText.EVENT_TIME),
            RowText.warming(needed(RowText.STATUS)),
            ttl));
  }

  private String needed(String name) {
    String text = own.get(name);
    if (text == null) {
      throw new IllegalArgumentException("the field " + name + " is missing");
    }
    return text;
  }

  private OptionalLong instant(String name) {
    String ms = own.get(name);
    return ms == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(ms));
  }
}
