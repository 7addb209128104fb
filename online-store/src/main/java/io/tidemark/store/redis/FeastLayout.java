package io.tidemark.store.redis;

import io.tidemark.store.Catalog;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.Catalog.FeatureEntry;
import io.tidemark.store.EntityKey;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.RowText;
import io.tidemark.store.ValueType;
import io.tidemark.store.feast.FeastField;
import io.tidemark.store.feast.FeastKey;
import io.tidemark.store.feast.FeastTimestamp;
import io.tidemark.store.feast.FeastValue;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Feast's hash of an entity: project is the namespace, feature view the group, join keys the
 * entity's key fields.
 *
 * <p>Others may write views of their own into it: fields that are not the row's stay as they are.
 *
 * <p>A value the catalogue does not know is written, and read where it is asked for by name: its
 * field's name in Redis is a hash, from which the name cannot be told.
 */
final class FeastLayout implements RowLayout {
  private final Map<String, FeastEntity> entities = new HashMap<>();

  /**
   * Creates the layout.
   *
   * @throws IllegalArgumentException when two entities have the same join keys, or two features of
   *     an entity the same hash: one would overwrite the other
   */
  FeastLayout(Catalog catalog) {
    Map<Set<String>, String> joinKeys = new HashMap<>();
    for (EntityEntry entity : catalog.entities()) {
      String other = joinKeys.put(FeastEntity.joinKeys(entity), entity.name());
      if (other != null) {
        throw new IllegalArgumentException(
            "Invalid entities "
                + other
                + " and "
                + entity.name()
                + ": they have the same key fields, and Feast keeps both in one row. Merge them,"
                + " rename a key field, or use the plain layout.");
      }
      entities.put(entity.name(), new FeastEntity(entity));
    }
  }

  @Override
  public String revisionField() {
    return SharedRow.REVISION;
  }

  @Override
  public boolean isExclusive() {
    return false;
  }

  @Override
  public Script write() {
    return SharedRow.write();
  }

  @Override
  public Script delete() {
    return SharedRow.delete();
  }

  @Override
  public List<String> describing(String entity) {
    return entity(entity).describing;
  }

  @Override
  public byte[] key(EntityKey key) {
    List<FeastKey.Part> parts = entity(key.entity()).parts(key);
    return FeastKey.encode(key.namespace(), parts);
  }

  @Override
  public Map<String, Column> columns(String entity) {
    return entity(entity).byName;
  }

  @Override
  public Column column(String entity, String name) {
    return entity(entity).column(name);
  }

  @Override
  public Column column(String entity, byte[] field) {
    return field.length == FeastField.HASH_BYTES
        ? entity(entity).byHash.get(FeastField.hash(field))
        : null;
  }

  private static byte[] unknown(String name) {
    int dot = name.indexOf('.');
    return FeastField.bytes(
        FeastField.hash(name.substring(0, Math.max(dot, 0)), name.substring(dot + 1)));
  }

  @Override
  public void addValue(Arguments arguments, Column column, Object value) {
    arguments.add(encode(column, value));
  }

  private static byte[] encode(Column column, Object value) {
    if (value instanceof List<?> list) {
      list.forEach(FeastLayout::requireFinite);
      return FeastValue.encode(list, column.type() == null ? listType(list) : column.type());
    }
    requireFinite(value);
    if (column.type() == ValueType.DOUBLE && value instanceof Long number) {
      return FeastValue.encode(number.doubleValue());
    }
    return FeastValue.encode(value);
  }

  private static ValueType listType(List<?> list) {
    Object first = list.isEmpty() ? "" : list.get(0);
    if (first instanceof Double) {
      return ValueType.DOUBLE_LIST;
    }
    if (first instanceof Boolean) {
      return ValueType.BOOLEAN_LIST;
    }
    return first instanceof Long ? ValueType.LONG_LIST : ValueType.STRING_LIST;
  }

  private static void requireFinite(Object value) {
    if (value instanceof Double number && !Double.isFinite(number)) {
      throw new IllegalArgumentException(
          "Invalid value " + number + ": a row holds finite numbers. Leave an absent value out.");
    }
  }

  @Override
  public Object decode(Column column, byte[] value) {
    Object decoded = FeastValue.decode(value);
    if (decoded instanceof Integer || decoded instanceof Instant) {
      throw new IllegalArgumentException(
          "Invalid value of "
              + column.name()
              + ": its type in Feast is none that a row has. Is something else writing it?");
    }
    return decoded instanceof Float number ? (Object) number.doubleValue() : decoded;
  }

  /**
   * The event time of each view, by which Feast judges how old values are; none of one that never
   * had an event. Then what the row wrote, for {@link SharedRow}.
   */
  @Override
  public void addFields(Arguments arguments, FeatureRow row) {
    FeastEntity entity = entity(row.key().entity());
    Map<String, Long> times = row.eventTimes().byGroup();
    times.forEach(
        (view, ms) ->
            arguments
                .add(FeastField.timestamp(view))
                .add(FeastTimestamp.encode(Instant.ofEpochMilli(ms))));
    addViews(arguments, times.keySet());
    addNames(arguments, entity, row.values().keySet());
  }

  private static void addViews(Arguments arguments, Set<String> views) {
    StringBuilder piece = new StringBuilder();
    int pieces = 0;
    for (String view : views) {
      piece.append(piece.length() == 0 ? "" : ",");
      if (piece.length() > 0 && piece.length() + view.length() >= SharedRow.PIECE_BYTES) {
        arguments.add(pieceName(SharedRow.VIEWS, pieces++)).add(piece.toString());
        piece.setLength(0);
      }
      piece.append(view);
    }
    if (piece.length() > 0) {
      arguments.add(pieceName(SharedRow.VIEWS, pieces)).add(piece.toString());
    }
  }

  private static void addNames(Arguments arguments, FeastEntity entity, Set<String> names) {
    ByteBuffer all = ByteBuffer.allocate(FeastField.HASH_BYTES * names.size());
    names.forEach(name -> all.put(entity.column(name).field()));
    for (int at = 0; at < all.position(); at += SharedRow.PIECE_BYTES) {
      int end = Math.min(at + SharedRow.PIECE_BYTES, all.position());
      arguments
          .add(pieceName(SharedRow.FIELDS, at / SharedRow.PIECE_BYTES))
          .add(Arrays.copyOfRange(all.array(), at, end));
    }
  }

  private static String pieceName(String name, int index) {
    return index == 0 ? name : name + index;
  }

  @Override
  public EventTimes eventTimes(String entity, HeldRow held) {
    Map<String, Long> byGroup = new HashMap<>();
    for (String view : entity(entity).views) {
      byte[] timestamp = held.content(FeastField.timestampName(view));
      if (timestamp != null) {
        byGroup.put(view, FeastTimestamp.decodeMs(timestamp));
      }
    }
    return new EventTimes(held.instant(RowText.EVENT_TIME), byGroup);
  }

  private FeastEntity entity(String name) {
    FeastEntity entity = entities.get(name);
    if (entity == null) {
      throw new IllegalArgumentException(
          "Unknown entity "
              + name
              + ": its key's types are not known, and Feast's key has them. Known are "
              + entities.keySet()
              + ".");
    }
    return entity;
  }

  /** What is known of one entity. */
  private static final class FeastEntity {
    private final List<Catalog.KeyField> keyFields;
    private final Map<String, Column> byName = new HashMap<>();
    private final Map<Integer, Column> byHash = new HashMap<>();
    private final List<String> views;
    private final List<String> describing = new ArrayList<>();

    FeastEntity(EntityEntry entity) {
      keyFields = entity.key();
      entity.features().forEach(this::add);
      views = entity.features().stream().map(FeatureEntry::group).distinct().toList();
      views.forEach(view -> describing.add(FeastField.timestampName(view)));
      describing.add(SharedRow.EXPIRES);
    }

    private void add(FeatureEntry feature) {
      int hash = FeastField.hash(feature.group(), feature.name());
      Column column = new Column(feature.field(), FeastField.bytes(hash), feature.type());
      Column other = byHash.put(hash, column);
      if (other != null) {
        throw new IllegalArgumentException(
            "Invalid features "
                + other.name()
                + " and "
                + feature.field()
                + ": Feast's hash of both is the same. Rename one, or use the plain layout.");
      }
      byName.put(feature.field(), column);
    }

    Column column(String name) {
      Column known = byName.get(name);
      return known != null ? known : new Column(name, unknown(name), null);
    }

    static Set<String> joinKeys(EntityEntry entity) {
      Set<String> names = new HashSet<>();
      entity.key().forEach(field -> names.add(field.name() + " " + isLong(field)));
      return names;
    }

    List<FeastKey.Part> parts(EntityKey key) {
      if (keyFields.size() == 1) {
        // The split below, without the work, for most keys.
        return List.of(part(keyFields.get(0), single(key)));
      }
      List<String> parts = EntityKey.split(key.key());
      requireParts(key, parts);
      FeastKey.Part[] typed = new FeastKey.Part[parts.size()];
      for (int i = 0; i < typed.length; i++) {
        typed[i] = part(keyFields.get(i), parts.get(i));
      }
      return List.of(typed);
    }

    private String single(EntityKey key) {
      String text = key.key();
      if (text.indexOf('|') < 0 && text.indexOf('\\') < 0) {
        return text;
      }
      List<String> parts = EntityKey.split(text);
      requireParts(key, parts);
      return parts.get(0);
    }

    private void requireParts(EntityKey key, List<String> parts) {
      if (parts.size() != keyFields.size()) {
        throw new IllegalArgumentException(
            "Invalid key "
                + key.asRedisKey()
                + ": it has "
                + parts.size()
                + " parts, and the entity "
                + keyFields.size()
                + ". Join the parts with EntityKey.join.");
      }
    }

    /** Feast has no boolean keys: they are strings. */
    private static FeastKey.Part part(Catalog.KeyField field, String text) {
      try {
        return new FeastKey.Part(field.name(), isLong(field) ? (Object) Long.valueOf(text) : text);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "Invalid key part '" + text + "': " + field.name() + " is a whole number.", e);
      }
    }

    private static boolean isLong(Catalog.KeyField field) {
      return field.type() == ValueType.LONG;
    }
  }
}
