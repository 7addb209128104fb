package io.tidemark.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.store.Catalog;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.Catalog.FeatureEntry;
import io.tidemark.store.EntityKey;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.RowText;
import io.tidemark.store.ValueText;
import io.tidemark.store.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Text under readable names. A value the catalogue does not know is a string. */
final class PlainLayout implements RowLayout {
  private static final List<String> DESCRIBING = List.of(RowText.EVENT_TIMES);

  private final Map<String, Map<String, Column>> columns = new HashMap<>();

  /** Per entity the name of its only group; {@code null} where there are several. */
  private final Map<String, String> onlyGroups = new HashMap<>();

  PlainLayout(Catalog catalog) {
    for (EntityEntry entity : catalog.entities()) {
      Map<String, Column> known = new HashMap<>();
      entity
          .features()
          .forEach(f -> known.put(f.field(), new Column(f.field(), bytes(f.field()), f.type())));
      columns.put(entity.name(), known);
      List<String> groups = entity.features().stream().map(FeatureEntry::group).distinct().toList();
      onlyGroups.put(entity.name(), groups.size() == 1 ? groups.get(0) : null);
    }
  }

  @Override
  public String revisionField() {
    return RowText.REVISION;
  }

  @Override
  public boolean isExclusive() {
    return true;
  }

  @Override
  public Script write() {
    return Script.write(RowText.REVISION);
  }

  @Override
  public Script delete() {
    return Script.delete(RowText.REVISION);
  }

  @Override
  public List<String> describing(String entity) {
    return DESCRIBING;
  }

  /** What the newest event of the row says already is not repeated. */
  @Override
  public void addFields(Arguments arguments, FeatureRow row) {
    EventTimes times = row.eventTimes();
    if (!times.equals(implied(row.key().entity(), times.newestMs()))) {
      arguments.add(RowText.EVENT_TIMES).add(RowText.eventTimes(times.byGroup()));
    }
  }

  @Override
  public EventTimes eventTimes(String entity, HeldRow held) {
    OptionalLong newestMs = held.instant(RowText.EVENT_TIME);
    String byGroup = held.text(RowText.EVENT_TIMES);
    return byGroup == null
        ? implied(entity, newestMs)
        : new EventTimes(newestMs, RowText.eventTimes(byGroup));
  }

  /** What the newest event alone says: of a single group it is the newest. */
  private EventTimes implied(String entity, OptionalLong newestMs) {
    String only = onlyGroups.get(entity);
    return only == null || newestMs.isEmpty()
        ? EventTimes.newest(newestMs)
        : new EventTimes(newestMs, Map.of(only, newestMs.getAsLong()));
  }

  @Override
  public byte[] key(EntityKey key) {
    return bytes(key.asRedisKey());
  }

  @Override
  public Map<String, Column> columns(String entity) {
    return columns.getOrDefault(entity, Map.of());
  }

  @Override
  public Column column(String entity, String name) {
    Column known = columns(entity).get(name);
    return known != null ? known : new Column(name, bytes(name), ValueType.STRING);
  }

  @Override
  public Column column(String entity, byte[] field) {
    boolean own = field.length == 0 || field[0] == '_';
    return own ? null : column(entity, new String(field, UTF_8));
  }

  @Override
  public void addValue(Arguments arguments, Column column, Object value) {
    if (value instanceof Long number) {
      arguments.add(number);
    } else if (value instanceof Double number) {
      arguments.add(number);
    } else {
      arguments.add(ValueText.of(value));
    }
  }

  @Override
  public Object decode(Column column, byte[] value) {
    return ValueText.parse(new String(value, UTF_8), column.type());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
