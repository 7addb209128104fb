package io.tidemark.history;

import io.tidemark.history.HistoryQuery.Place;
import java.util.List;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;

/**
 * Records of the past.
 *
 * @param points in the order of the table
 * @param next behind which the next page begins; empty on the last
 */
public record HistoryPage(List<Point> points, Optional<Place> next) {

  /**
   * A record.
   *
   * @param place where it stands
   * @param record its fields but the detail, which is empty; times are numbers
   */
  public record Point(Place place, GenericRecord record) {}
}
