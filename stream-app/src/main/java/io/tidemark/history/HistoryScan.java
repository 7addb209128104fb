package io.tidemark.history;

import io.tidemark.history.HistoryPage.Point;
import io.tidemark.history.HistoryQuery.Place;
import io.tidemark.history.HistoryQuery.Span;
import io.tidemark.history.HistoryRows.Row;
import io.tidemark.history.HistoryRows.Walk;
import io.tidemark.text.KeyParts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The reading of one page. For one thread, once. */
final class HistoryScan implements AutoCloseable {
  /** A seek looks into every file, a step into one. */
  private static final int CHEAPER_THAN_A_SEEK = 64;

  private final HistoryQuery query;
  private final HistoryTable table;
  private final Span span;
  private final PointCodec codec;
  private final Optional<byte[]> after;
  private final Walk series;
  private final Walk points;
  private final List<Row> found = new ArrayList<>();

  HistoryScan(HistoryRows rows, HistoryQuery query) {
    this.query = query;
    this.table = query.table();
    this.span = query.span();
    this.codec = new PointCodec(table);
    this.after = query.after().map(Place::key);
    this.series = rows.walk();
    this.points = rows.walk();
  }

  /** Series after series, each from its newest record back. */
  HistoryPage bySeries() {
    byte[] all = RowKey.series(table);
    Optional<String> begun = after.map(key -> RowKey.identityOf(table, key));
    Optional<Row> row = series.seek(begun.map(id -> RowKey.series(table, id)).orElse(all));
    while (row.isPresent() && RowKey.hasPrefix(row.get().key(), all) && !isFull()) {
      String identity = RowKey.identityOfSeries(row.get().key());
      if (query.wants(identity)) {
        takeSeries(identity, begun.filter(identity::equals).isPresent());
      }
      row = series.next();
    }
    return page();
  }

  private void takeSeries(String identity, boolean begun) {
    if (begun && query.latest()) {
      return;
    }
    byte[] own = RowKey.points(table, identity);
    long newestMs =
        begun ? span.before(RowKey.timeMsOf(table, after.orElseThrow())) : span.untilMs() - 1;
    Optional<Row> row = points.seek(RowKey.point(table, identity, newestMs));
    while (row.isPresent() && RowKey.hasPrefix(row.get().key(), own) && !isFull()) {
      long timeMs = RowKey.timeMsOf(table, row.get().key());
      if (!span.covers(timeMs)) {
        return;
      }
      found.add(row.get());
      if (query.latest()) {
        return;
      }
      row = nextInSeries(identity, timeMs);
    }
  }

  /** The next row of the series, or of another one, that is not in the same step. */
  private Optional<Row> nextInSeries(String identity, long timeMs) {
    byte[] wanted = RowKey.point(table, identity, span.before(timeMs));
    Optional<Row> row = points.next();
    for (int walked = 0; row.isPresent() && isBefore(row.get(), wanted); walked++) {
      row = walked < CHEAPER_THAN_A_SEEK ? points.next() : points.seek(wanted);
    }
    return row;
  }

  private static boolean isBefore(Row row, byte[] key) {
    return Arrays.compareUnsigned(row.key(), key) < 0;
  }

  /** From the newest record back, whatever it is about. */
  HistoryPage byTime() {
    byte[] all = RowKey.points(table);
    Set<String> seen = new HashSet<>();
    Optional<Row> row = points.seek(firstByTime());
    while (row.isPresent() && RowKey.hasPrefix(row.get().key(), all) && !isFull()) {
      byte[] key = row.get().key();
      if (RowKey.timeMsOf(table, key) < span.fromMs()) {
        break;
      }
      String identity = RowKey.identityOf(table, key);
      boolean newest = !query.latest() || seen.add(episode(identity));
      if (newest && query.wants(identity) && isBehindPlace(key)) {
        found.add(row.get());
      }
      row = points.next();
    }
    return page();
  }

  /** Which is the newest of an episode is known only to who saw all that are newer. */
  private byte[] firstByTime() {
    byte[] newest = RowKey.notAfter(table, span.untilMs() - 1);
    return query.latest() ? newest : after.map(RowKey::behind).orElse(newest);
  }

  private boolean isBehindPlace(byte[] key) {
    return after.map(place -> Arrays.compareUnsigned(key, place) > 0).orElse(true);
  }

  private String episode(String identity) {
    return KeyParts.split(identity).get(table.indexOf("episode"));
  }

  /** One more than fits tells that there is another page. */
  private boolean isFull() {
    return found.size() > query.limit();
  }

  private HistoryPage page() {
    boolean more = isFull();
    List<Point> page = found.stream().limit(query.limit()).map(this::point).toList();
    return new HistoryPage(
        page, more ? Optional.of(page.get(page.size() - 1).place()) : Optional.empty());
  }

  private Point point(Row row) {
    return new Point(new Place(row.key()), codec.record(row.value()));
  }

  @Override
  public void close() {
    points.close();
    series.close();
  }
}
