package io.tidemark.monitoring.metrics;

import java.util.List;
import java.util.Locale;

/**
 * One meter as it is declared. Name, unit and tags are public API: dashboards and alert rules rest
 * on them.
 *
 * @param name in Micrometer's notation: words with dots
 * @param kind what it does
 * @param unit the unit of its values
 * @param maxSeries most distinct combinations of tag values that are exported, positive; further
 *     ones overflow
 * @param description what it says, for people
 * @param tags tag keys, in the order values are given
 */
record Meter(
    String name, Kind kind, Unit unit, int maxSeries, String description, List<String> tags) {

  /** What a meter does. */
  enum Kind {
    COUNTER,
    GAUGE,
    TIMER
  }

  /** The unit of a meter's values. */
  enum Unit {
    NONE,
    SECONDS
  }

  Meter {
    tags = List.copyOf(tags);
  }

  /**
   * The name on {@code /metrics}; of timers, without {@code _bucket}, {@code _count}, {@code _sum}.
   */
  String prometheusName() {
    String snake = name.replace('.', '_');
    return switch (kind) {
      case COUNTER -> snake + "_total";
      case TIMER -> snake + "_seconds";
      case GAUGE -> unit == Unit.SECONDS ? snake + "_seconds" : snake;
    };
  }

  /** Its row in the table of {@link Catalogue#markdown}. */
  String row() {
    String tagNames = tags.isEmpty() ? "-" : "`" + String.join("`, `", tags) + "`";
    String unitName = unit == Unit.SECONDS ? "seconds" : "-";
    return "| `%s` | %s | %s | %s | %d | %s |\n"
        .formatted(
            prometheusName(),
            kind.name().toLowerCase(Locale.ROOT),
            unitName,
            tagNames,
            maxSeries,
            description);
  }
}
