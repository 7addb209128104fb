package io.tidemark.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.FeatureStoreException.Reason;
import io.tidemark.store.RowText;
import io.tidemark.store.redis.RowLayout.Column;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A row as the arguments of a script, and back from what a hash holds. Immutable. */
final class RowCodec {
  private static final long NO_EXPIRY = -1;
  private static final byte[] AS_OF = framed(RowText.AS_OF);
  private static final byte[] STATUS = framed(RowText.STATUS);
  private static final byte[] VALID_UNTIL = framed(RowText.VALID_UNTIL);
  private static final byte[] EVENT_TIME = framed(RowText.EVENT_TIME);
  private static final byte[] EXPIRES = framed(SharedRow.EXPIRES);

  /** What most rows and values take; others cost a copy. */
  private static final int ROW_BYTES = 256;

  private static final int VALUE_BYTES = 80;

  private final RowLayout layout;
  private final Duration minimum;
  private final Clock clock;
  private final List<String> ownFields;

  /**
   * Creates a codec.
   *
   * @param minimum how long every row is kept at least
   * @param clock says when the time of a row ends, and whether it has, in a hash that goes on
   */
  RowCodec(RowLayout layout, Duration minimum, Clock clock) {
    this.layout = layout;
    this.minimum = minimum;
    this.clock = clock;
    this.ownFields =
        List.of(
            layout.revisionField(),
            RowText.AS_OF,
            RowText.STATUS,
            RowText.VALID_UNTIL,
            RowText.EVENT_TIME);
  }

  private static byte[] framed(String name) {
    return Arguments.framed(name.getBytes(UTF_8));
  }

  byte[] key(EntityKey key) {
    return layout.key(key);
  }

  Arguments arguments(byte[] key, FeatureRow row) {
    Map<String, Object> values = row.values();
    Arguments arguments = new Arguments(key.length + ROW_BYTES + VALUE_BYTES * values.size());
    Duration ttl = row.timeLeft(minimum);
    addHead(arguments, key, row.revision(), ttl);
    arguments.addFramed(AS_OF).add(row.asOfMs());
    if (!layout.isExclusive()) {
      arguments.addFramed(EXPIRES).add(endMs(ttl));
    }
    arguments.addFramed(STATUS).add(RowText.status(row.warming()));
    if (row.validUntilMs().isPresent()) {
      arguments.addFramed(VALID_UNTIL).add(row.validUntilMs().getAsLong());
    }
    if (row.eventTimeMs().isPresent()) {
      arguments.addFramed(EVENT_TIME).add(row.eventTimeMs().getAsLong());
    }
    layout.addFields(arguments, row);
    String entity = row.key().entity();
    Map<String, Column> columns = layout.columns(entity);
    values.forEach(
        (name, value) -> {
          Column known = columns.get(name);
          Column column = known != null ? known : layout.column(entity, name);
          layout.addValue(arguments.addFramed(column.argument()), column, value);
        });
    return arguments;
  }

  Arguments tombstone(byte[] key, long revision, Duration ttl) {
    Arguments arguments = new Arguments();
    addHead(arguments, key, revision, ttl);
    return layout.isExclusive() ? arguments : arguments.add(endMs(ttl));
  }

  private void addHead(Arguments arguments, byte[] key, long revision, Duration ttl) {
    arguments.add(1).add(key).add(revision);
    arguments.add(layout.isExclusive() ? ttl.toMillis() : clock.millis());
  }

  private long endMs(Duration ttl) {
    return clock.millis() + ttl.toMillis();
  }

  /** What to ask for in rows of one entity; no names ask for all. */
  Selection selection(String entity, Set<String> names) {
    List<Column> columns = new ArrayList<>(names.size());
    Arguments fields = new Arguments();
    List<String> own = ownFields(entity);
    if (names.isEmpty()) {
      return new Selection("HGETALL", fields, own, columns);
    }
    own.forEach(fields::add);
    for (String name : names) {
      Column column = layout.column(entity, name);
      columns.add(column);
      fields.add(column.field());
    }
    return new Selection("HMGET", fields, own, columns);
  }

  private List<String> ownFields(String entity) {
    List<String> names = new ArrayList<>(ownFields);
    names.addAll(layout.describing(entity));
    return names;
  }

  /** The rows of a batch, one selection per entity. */
  Map<String, Selection> selections(List<EntityKey> keys, Set<String> names) {
    Map<String, Selection> selections = new HashMap<>();
    for (EntityKey key : keys) {
      selections.computeIfAbsent(key.entity(), entity -> selection(entity, names));
    }
    return selections;
  }

  /** The row in the answer to a selection. */
  Optional<FeatureRow> row(EntityKey key, Selection selection, List<byte[]> answer) {
    return row(key, selection, answer, FeatureRow.TTL_UNKNOWN);
  }

  /**
   * The row in the answer to a selection; empty when there is none or it is deleted.
   *
   * @param ttlMs what Redis says is left: -1 when the key does not expire, -2 when it is gone
   */
  Optional<FeatureRow> row(EntityKey key, Selection selection, List<byte[]> answer, long ttlMs) {
    if (ttlMs == 0 || ttlMs < NO_EXPIRY) {
      return Optional.empty();
    }
    Duration ttl = ttlMs == NO_EXPIRY ? FeatureRow.TTL_UNKNOWN : Duration.ofMillis(ttlMs);
    return row(key, selection, answer, ttl);
  }

  private Optional<FeatureRow> row(
      EntityKey key, Selection selection, List<byte[]> answer, Duration ttl) {
    try {
      HeldRow held = selection.isAll() ? all(key, selection, answer) : named(selection, answer);
      return held.row(key, layout, ttl, clock.millis());
    } catch (IllegalArgumentException e) {
      throw new FeatureStoreException(
          Reason.CORRUPT,
          false,
          "Invalid row at "
              + key.asRedisKey()
              + ": "
              + e.getMessage()
              + ". Delete the key; the next write brings it back.",
          e);
    }
  }

  private HeldRow named(Selection selection, List<byte[]> answer) {
    HeldRow held = new HeldRow(selection.columns().size());
    int position = 0;
    for (String name : selection.describing()) {
      byte[] text = answer.get(position++);
      if (text != null) {
        held.describe(name, text);
      }
    }
    for (Column column : selection.columns()) {
      byte[] value = answer.get(position++);
      if (value != null) {
        put(held, column, value);
      }
    }
    return held;
  }

  private HeldRow all(EntityKey key, Selection selection, List<byte[]> answer) {
    HeldRow held = new HeldRow(answer.size() / 2);
    for (int i = 0; i < answer.size(); i += 2) {
      byte[] field = answer.get(i);
      Column column = layout.column(key.entity(), field);
      if (column != null) {
        put(held, column, answer.get(i + 1));
      } else if (isOwn(selection, field)) {
        held.describe(new String(field, UTF_8), answer.get(i + 1));
      }
    }
    return held;
  }

  private boolean isOwn(Selection selection, byte[] field) {
    return layout.isExclusive() || selection.describing().contains(new String(field, UTF_8));
  }

  private void put(HeldRow held, Column column, byte[] bytes) {
    Object value = layout.decode(column, bytes);
    if (value != null) {
      held.value(column.name(), value);
    }
  }
}
