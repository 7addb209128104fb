package io.tidemark.history;

import io.tidemark.follow.Followed;
import io.tidemark.history.HistoryRows.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Writes what a topic says into its table, and with it how far the topic was read: after a restart
 * reading goes on there. A record that comes again takes its own place.
 *
 * @param <T> class of the topic's values
 */
public final class HistoryFeed<T extends SpecificRecordBase> implements Followed<T> {
  private static final byte[] NOTHING = {};

  private final HistoryTable table;
  private final String topic;
  private final HistoryRows rows;
  private final PointCodec codec;
  private final List<Row> unwritten = new ArrayList<>();

  /**
   * Of one topic.
   *
   * @param rows also written by the feeds of other topics, on the same thread
   */
  public HistoryFeed(HistoryTable table, String topic, HistoryRows rows) {
    this.table = table;
    this.topic = topic;
    this.rows = rows;
    this.codec = new PointCodec(table);
  }

  @Override
  public void accept(T record) {
    String identity = table.identity(record);
    byte[] key = RowKey.of(table, identity, table.timeMs(record));
    codec.detail(record).ifPresent(detail -> unwritten.add(new Row(RowKey.detail(key), detail)));
    unwritten.add(new Row(key, codec.withoutDetail(record)));
    if (table.bySeries()) {
      unwritten.add(new Row(RowKey.series(table, identity), NOTHING));
    }
  }

  @Override
  public void remove(String key) {
    // what was said stays said; what is gone from the topic goes here by its age
  }

  @Override
  public OptionalLong goesOnAt(int partition) {
    return rows.get(RowKey.offset(topic, partition))
        .map(offset -> OptionalLong.of(ByteBuffer.wrap(offset).getLong()))
        .orElseGet(OptionalLong::empty);
  }

  @Override
  public void reached(int partition, long offset) {
    byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(offset).array();
    unwritten.add(new Row(RowKey.offset(topic, partition), value));
    rows.write(unwritten);
    unwritten.clear();
  }
}
