package io.tidemark.history;

import io.tidemark.history.HistoryPage.Point;

/** The past, as far as it is kept. Thread-safe. */
public final class History {
  private final HistoryRows rows;

  /** Over rows that {@link HistoryFeed} writes. */
  public History(HistoryRows rows) {
    this.rows = rows;
  }

  /**
   * Reads a page. Its cost is that of what it returns, and of the series of the table.
   *
   * <p>What is written meanwhile may be on a later page, or on none.
   */
  public HistoryPage page(HistoryQuery query) {
    try (HistoryScan scan = new HistoryScan(rows, query)) {
      return query.table().bySeries() ? scan.bySeries() : scan.byTime();
    }
  }

  /** Gives a record of a page the detail it had; none where that is gone. */
  public void restoreDetail(HistoryTable table, Point point) {
    rows.get(RowKey.detail(point.place().key()))
        .ifPresent(detail -> new PointCodec(table).restore(point.record(), detail));
  }
}
