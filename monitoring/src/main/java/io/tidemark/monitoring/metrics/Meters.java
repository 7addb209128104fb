package io.tidemark.monitoring.metrics;

import java.util.List;
import java.util.Locale;

/**
 * Every meter of Tidemark. Names, units and tags are public API: dashboards and alert rules rest on
 * them. The table in the module's README is generated from here.
 */
public enum Meters {
  RECORDS(
      "tidemark.records",
      Kind.COUNTER,
      Unit.NONE,
      300,
      "Records read, each counted under exactly one outcome",
      "source",
      "outcome"),
  QUARANTINED(
      "tidemark.quarantined",
      Kind.COUNTER,
      Unit.NONE,
      1_000,
      "Records sent to quarantine, by reason code",
      "source",
      "reason"),
  RULE_FAILURES(
      "tidemark.rule.failures",
      Kind.COUNTER,
      Unit.NONE,
      1_000,
      "Events that failed a declared rule, kept or quarantined",
      "source",
      "rule"),
  FIELD_NULLS(
      "tidemark.field.nulls",
      Kind.COUNTER,
      Unit.NONE,
      1_000,
      "Null values in events that passed validation; over tidemark_records_total it is the null ratio",
      "source",
      "field"),
  SOURCE_NEWEST_EVENT(
      "tidemark.source.newest.event.time",
      Kind.GAUGE,
      Unit.SECONDS,
      100,
      "Newest event time seen, since the epoch; absent before the first event",
      "source"),
  SOURCE_FRESHNESS(
      "tidemark.source.freshness",
      Kind.GAUGE,
      Unit.SECONDS,
      100,
      "Now less the newest event time; absent before the first event",
      "source"),
  FEATURE_VECTORS(
      "tidemark.feature.vectors",
      Kind.COUNTER,
      Unit.NONE,
      100,
      "Feature vectors emitted",
      "entity"),
  FEATURE_FRESHNESS(
      "tidemark.feature.freshness",
      Kind.TIMER,
      Unit.SECONDS,
      100,
      "Event time to acknowledged in the online store",
      "entity"),
  FEATURE_DECAYS(
      "tidemark.feature.decays",
      Kind.COUNTER,
      Unit.NONE,
      100,
      "Vectors rewritten because time passed, without an event",
      "entity"),
  FEATURE_FAILURES(
      "tidemark.feature.failures",
      Kind.COUNTER,
      Unit.NONE,
      300,
      "Events a feature group could not take, since an expression failed on them",
      "group"),
  FEATURE_UNCHANGED(
      "tidemark.feature.unchanged",
      Kind.COUNTER,
      Unit.NONE,
      100,
      "Vectors not emitted, since they say what the one before said",
      "entity"),
  FEATURE_SWEPT(
      "tidemark.feature.swept",
      Kind.COUNTER,
      Unit.NONE,
      100,
      "Entities gone through for other versions or a rebuild",
      "entity"),
  FEATURE_SWEEP_REMAINING(
      "tidemark.feature.sweep.remaining",
      Kind.GAUGE,
      Unit.NONE,
      100,
      "Entities still to be gone through, estimated; absent before the first time",
      "entity"),
  SOURCE_PAST_READ(
      "tidemark.source.past.read",
      Kind.COUNTER,
      Unit.NONE,
      100,
      "Records read again for feature groups declared later",
      "source"),
  SOURCE_PAST_REMAINING(
      "tidemark.source.past.remaining",
      Kind.GAUGE,
      Unit.NONE,
      100,
      "Offsets such groups are behind; absent before the first time",
      "source"),
  STORE_WRITES(
      "tidemark.store.writes",
      Kind.COUNTER,
      Unit.NONE,
      300,
      "Writes to the online store by outcome; stale ones were refused for a newer row",
      "entity",
      "outcome"),
  STORE_WRITE_TIME(
      "tidemark.store.write.time",
      Kind.TIMER,
      Unit.SECONDS,
      1,
      "Duration of one batch of writes to the online store"),
  STORE_LAG("tidemark.store.lag", Kind.GAUGE, Unit.NONE, 1, "Rows waiting for the online store"),
  STORE_FAILURES(
      "tidemark.store.failures",
      Kind.COUNTER,
      Unit.NONE,
      20,
      "Writes to the online store that failed, by reason: unavailable, overloaded, rejected, denied or corrupt",
      "reason"),
  STORE_REPLACED(
      "tidemark.store.replaced",
      Kind.COUNTER,
      Unit.NONE,
      1,
      "Times the online store was found to be another one: new, wiped, restarted or failed over"),
  STORE_REBUILDING(
      "tidemark.store.rebuilding",
      Kind.GAUGE,
      Unit.NONE,
      1,
      "Parts of the online store that are still to be filled anew; 0 when it is complete"),
  JOIN_PREDICTIONS(
      "tidemark.join.predictions",
      Kind.COUNTER,
      Unit.NONE,
      1_000,
      "Predictions that opened a join, once per label; equals joined + timed_out + unlabelled + pending",
      "model",
      "label"),
  JOIN_RESULTS(
      "tidemark.join.results",
      Kind.COUNTER,
      Unit.NONE,
      10_000,
      "What became of predictions and outcomes",
      "model",
      "label",
      "result"),
  JOIN_PENDING(
      "tidemark.join.pending",
      Kind.GAUGE,
      Unit.NONE,
      1_000,
      "Predictions waiting for their outcome",
      "model",
      "label"),
  JOIN_LABEL_DELAY(
      "tidemark.join.label.delay",
      Kind.TIMER,
      Unit.SECONDS,
      1_000,
      "Prediction to outcome, in event time, of joined predictions",
      "model",
      "label"),
  DRIFT_PSI(
      "drift.psi",
      Kind.GAUGE,
      Unit.NONE,
      Bounds.DRIFT_SERIES,
      "Population stability index; absent unless a comparison was made",
      Bounds.DRIFT_TAGS),
  DRIFT_PSI_DEBIASED(
      "drift.psi.debiased",
      Kind.GAUGE,
      Unit.NONE,
      Bounds.DRIFT_SERIES,
      "PSI less what chance gives on average, at least 0; absent unless a comparison was made",
      Bounds.DRIFT_TAGS),
  DRIFT_PSI_CRITICAL(
      "drift.psi.critical",
      Kind.GAUGE,
      Unit.NONE,
      Bounds.DRIFT_SERIES,
      "What PSI exceeds by chance at the stated rate; absent unless a comparison was made",
      Bounds.DRIFT_TAGS),
  DRIFT_MISSING_RATIO(
      "drift.missing.ratio",
      Kind.GAUGE,
      Unit.NONE,
      Bounds.DRIFT_SERIES,
      "Share of missing values; absent unless a comparison was made",
      Bounds.DRIFT_TAGS),
  DRIFT_UNSEEN_RATIO(
      "drift.unseen.ratio",
      Kind.GAUGE,
      Unit.NONE,
      Bounds.DRIFT_SERIES,
      "Share of values outside the baseline; absent unless a comparison was made",
      Bounds.DRIFT_TAGS),
  DRIFT_SAMPLES(
      "drift.samples",
      Kind.GAUGE,
      Unit.NONE,
      Bounds.DRIFT_SERIES,
      "Values in the window",
      Bounds.DRIFT_TAGS),
  DRIFT_STATUS(
      "drift.status",
      Kind.GAUGE,
      Unit.NONE,
      Bounds.DRIFT_SERIES,
      "0 stable, 1 moderate, 2 significant, -1 insufficient, -2 no baseline, -3 invalid",
      Bounds.DRIFT_TAGS),
  DRIFT_LAST_EVALUATED(
      "drift.last.evaluated",
      Kind.GAUGE,
      Unit.SECONDS,
      Bounds.DRIFT_SERIES,
      "Time of the last evaluation, since the epoch",
      Bounds.DRIFT_TAGS),
  DRIFT_EVALUATIONS(
      "drift.evaluations",
      Kind.COUNTER,
      Unit.NONE,
      1_000,
      "Evaluations by their status",
      "model",
      "status"),
  READY(
      "tidemark.ready",
      Kind.GAUGE,
      Unit.NONE,
      100,
      "1 when a readiness check passed the last time it ran, else 0",
      "check"),
  REGISTRY_TIME(
      "tidemark.registry.time",
      Kind.TIMER,
      Unit.SECONDS,
      20,
      "Duration of one request to the schema registry",
      "operation"),
  REGISTRY_ERRORS(
      "tidemark.registry.errors",
      Kind.COUNTER,
      Unit.NONE,
      20,
      "Requests to the schema registry that failed",
      "operation"),
  FOLLOWED_SKIPPED(
      "tidemark.followed.skipped",
      Kind.COUNTER,
      Unit.NONE,
      100,
      "Records skipped on topics that every instance follows: undecodable, or refused as senseless",
      "topic",
      "reason"),
  HTTP_REQUESTS(
      "tidemark.http.requests",
      Kind.TIMER,
      Unit.SECONDS,
      300,
      "Duration of one HTTP request, from its head being read to the answer being written",
      "route",
      "status"),
  SERVED_VALUES(
      "tidemark.served.values",
      Kind.COUNTER,
      Unit.NONE,
      500,
      "Feature values the feature server answered with, by their status",
      "entity",
      "status"),
  OVERFLOW(
      "tidemark.meters.overflow",
      Kind.COUNTER,
      Unit.NONE,
      Bounds.METERS,
      "Updates of series beyond a meter's bound: counted under 'other', or not shown at all",
      "meter");

  /** What a meter does. */
  public enum Kind {
    COUNTER,
    GAUGE,
    TIMER
  }

  /** The unit of a meter's values. */
  public enum Unit {
    NONE,
    SECONDS
  }

  /** Values shared by several meters; a holder, since constants cannot refer to later ones. */
  private static final class Bounds {
    static final int DRIFT_SERIES = 1_000;
    static final int METERS = 50;
    static final String[] DRIFT_TAGS = {"model", "version", "feature", "segment", "window"};
  }

  private final String meterName;
  private final Kind kind;
  private final Unit unit;
  private final int maxSeries;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> tags;

  Meters(
      String meterName, Kind kind, Unit unit, int maxSeries, String description, String... tags) {
    this.meterName = meterName;
    this.kind = kind;
    this.unit = unit;
    this.maxSeries = maxSeries;
    this.description = description;
    this.tags = List.of(tags);
  }

  /** The name in Micrometer's notation: words with dots. */
  public String meterName() {
    return meterName;
  }

  /**
   * The name on {@code /metrics}; of timers, without {@code _bucket}, {@code _count}, {@code _sum}.
   */
  public String prometheusName() {
    String snake = meterName.replace('.', '_');
    return switch (kind) {
      case COUNTER -> snake + "_total";
      case TIMER -> snake + "_seconds";
      case GAUGE -> unit == Unit.SECONDS ? snake + "_seconds" : snake;
    };
  }

  public Kind kind() {
    return kind;
  }

  public Unit unit() {
    return unit;
  }

  /** Most distinct combinations of tag values that are exported; further ones overflow. */
  public int maxSeries() {
    return maxSeries;
  }

  public String description() {
    return description;
  }

  /** Tag keys, in the order values are given. */
  public List<String> tags() {
    return tags;
  }

  /** The catalogue as a Markdown table. */
  public static String markdown() {
    StringBuilder table = new StringBuilder();
    table.append("| metric | kind | unit | tags | at most | meaning |\n");
    table.append("|---|---|---|---|---|---|\n");
    for (Meters meter : values()) {
      table.append(meter.row());
    }
    return table.toString();
  }

  private String row() {
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
