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

/** Text under readable names. A value the catalogue does not know is a string. */
final class PlainLayout implements RowLayout {
  private final Map<String, Map<String, Column>> columns = new HashMap<>();

  private final Map<String, List<String>> groups = new HashMap<>();

  PlainLayout(Catalog catalog) {
    for (EntityEntry entity : catalog.entities()) {
      Map<String, Column> known = new HashMap<>();
      entity
          .features()
          .forEach(f -> known.put(f.field(), new Column(f.field(), bytes(f.field()), f.type())));
      columns.put(entity.name(), known);
      groups.put(
          entity.name(), entity.features().stream().map(FeatureEntry::group).distinct().toList());
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
    return hasOneGroup(entity)
        ? List.of()
        : groups.getOrDefault(entity, List.of()).stream().map(PlainLayout::timeOf).toList();
  }

  private boolean hasOneGroup(String entity) {
    return groups.getOrDefault(entity, List.of()).size() == 1;
  }

  private static String timeOf(String group) {
    return RowText.EVENT_TIME_OF + group;
  }

  /** Of a single group the newest event of the row is said already. */
  @Override
  public void addFields(Arguments arguments, FeatureRow row) {
    if (!hasOneGroup(row.key().entity())) {
      row.eventTimes().byGroup().forEach((group, ms) -> arguments.add(timeOf(group)).add(ms));
    }
  }

  @Override
  public EventTimes eventTimes(String entity, HeldRow held) {
    Map<String, Long> byGroup = new HashMap<>();
    for (String group : groups.getOrDefault(entity, List.of())) {
      held.instant(hasOneGroup(entity) ? RowText.EVENT_TIME : timeOf(group))
          .ifPresent(ms -> byGroup.put(group, ms));
    }
    return new EventTimes(held.instant(RowText.EVENT_TIME), byGroup);
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
