package io.tidemark.store;

import java.util.List;

/** The names and texts of the fields that describe a row. */
public final class RowText {
  /** The revision, decimal. */
  public static final String REVISION = "_rev";

  /** The instant the values are right for, milliseconds since the Unix epoch. */
  public static final String AS_OF = "_as_of";

  /** The earliest instant at which a value changes, milliseconds; absent when none will. */
  public static final String VALID_UNTIL = "_valid_until";

  /** Time of the newest event in the values, milliseconds; absent when it is not known. */
  public static final String EVENT_TIME = "_event_time";

  /**
   * Begins the names of the fields with the time of the newest event of a group, milliseconds;
   * absent for a group that never had one, and for an entity of a single group, whose time is that
   * of the row.
   */
  public static final String EVENT_TIME_OF = "_event_time:";

  /** {@code READY}, {@code WARMING <field>,<field>…} or {@code DELETED}. */
  public static final String STATUS = "_status";

  /** A row that is deleted and remembered for its revision. */
  public static final String DELETED = "DELETED";

  private static final String READY = "READY";
  private static final String WARMING = "WARMING ";

  private RowText() {}

  /** The status of a row with these warming fields. */
  public static String status(List<String> warming) {
    return warming.isEmpty() ? READY : WARMING + String.join(",", warming);
  }

  /** The warming fields a status names. */
  public static List<String> warming(String status) {
    return status.startsWith(WARMING)
        ? List.of(status.substring(WARMING.length()).split(","))
        : List.of();
  }
}
