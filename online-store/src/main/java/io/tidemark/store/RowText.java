package io.tidemark.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

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
   * Time of the newest event of each group that had one, {@code <group> <ms>,<group> <ms>…}; absent
   * where {@link #EVENT_TIME} says it all, as for an entity of a single group.
   */
  public static final String EVENT_TIMES = "_event_times";

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

  /** The times of groups as text, by name. */
  public static String eventTimes(Map<String, Long> byGroup) {
    StringJoiner text = new StringJoiner(",");
    new TreeMap<>(byGroup).forEach((group, ms) -> text.add(group + " " + ms));
    return text.toString();
  }

  /**
   * The times of groups that a text tells.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Map<String, Long> eventTimes(String text) {
    Map<String, Long> byGroup = new HashMap<>();
    for (String one : text.isEmpty() ? new String[0] : text.split(",")) {
      int space = one.indexOf(' ');
      byGroup.put(one.substring(0, Math.max(0, space)), Long.parseLong(one.substring(space + 1)));
    }
    return byGroup;
  }

  /** The warming fields a status names. */
  public static List<String> warming(String status) {
    return status.startsWith(WARMING)
        ? List.of(status.substring(WARMING.length()).split(","))
        : List.of();
  }
}
