package io.tidemark.store.redis;

import io.tidemark.store.Catalog;
import io.tidemark.store.EntityKey;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.ValueType;
import java.util.List;
import java.util.Map;

/**
 * Where in Redis a row is and what its values look like. Immutable.
 *
 * <p>Methods throw {@link IllegalArgumentException} for what the layout cannot hold.
 */
interface RowLayout {

  static RowLayout of(RedisLayout layout, Catalog catalog) {
    return switch (layout) {
      case PLAIN -> new PlainLayout(catalog);
      case FEAST -> new FeastLayout(catalog);
    };
  }

  /**
   * A value's place in the hash.
   *
   * @param name of the value in the row
   * @param field its name in the hash
   * @param argument the field as an argument of a command
   * @param type of the value
   */
  record Column(String name, byte[] field, byte[] argument, ValueType type) {
    Column(String name, byte[] field, ValueType type) {
      this(name, field, Arguments.framed(field), type);
    }
  }

  /** The name of the field that holds the revision; the others are called as in the plain text. */
  String revisionField();

  /** Whether the hash is the row's alone; if not, others keep fields of their own in it. */
  boolean isExclusive();

  /** The script that writes a row. */
  Script write();

  /** The script that deletes a row. */
  Script delete();

  /** Fields that describe rows of this entity, beside those of every layout. */
  List<String> describing(String entity);

  byte[] key(EntityKey key);

  /** Where the values are that the catalogue knows, by name. */
  Map<String, Column> columns(String entity);

  /** Where the value of this name is, whether or not the catalogue knows it. */
  Column column(String entity, String name);

  /** What is in this field, or {@code null} when it is no value of the row. */
  Column column(String entity, byte[] field);

  /** Adds the bytes of a value. */
  void addValue(Arguments arguments, Column column, Object value);

  /** The value, or {@code null} when the bytes stand for an absent one. */
  Object decode(Column column, byte[] value);

  /** Adds the fields that {@link #describing} names, and those that are for other readers. */
  void addFields(Arguments arguments, FeatureRow row);

  /** How new the events are of a row that was read. */
  EventTimes eventTimes(String entity, HeldRow held);
}
