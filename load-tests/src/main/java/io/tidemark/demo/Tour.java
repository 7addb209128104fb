package io.tidemark.demo;

import io.tidemark.avro.DriftStatus;
import io.tidemark.demo.DriftCheck.Shift;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What to look at in the console once a demo is over: three sentences with addresses. Pure. */
public final class Tour {
  /** Under which name a summary has the address of the console. */
  public static final String CONSOLE = "console";

  private Tour() {}

  /** The console's address, and a sentence each about drift, labels and quarantine. */
  public static String of(Summary summary) {
    String console = summary.urls().get(CONSOLE);
    return String.join(
        System.lineSeparator(),
        "",
        "Console   " + console,
        "  1. " + drift(summary),
        "       " + console + "#/drift" + query(summary),
        "  2. " + labels(summary),
        "       " + console + "#/labels",
        "  3. " + quarantine(summary),
        "       " + console + "#/quarantine",
        "");
  }

  /** The series that moved most since half-way. */
  private static Optional<Shift> moved(Summary summary) {
    return summary.drift().stream()
        .filter(shift -> shift.after() != null)
        .max(Comparator.comparing(Tour::isCalledDrift).thenComparing(Tour::by));
  }

  private static boolean isCalledDrift(Shift shift) {
    return DriftStatus.SIGNIFICANT.name().equals(shift.statusAfter());
  }

  private static double by(Shift shift) {
    return shift.after() - (shift.before() == null ? 0 : shift.before());
  }

  private static String drift(Summary summary) {
    return moved(summary)
        .map(
            shift ->
                String.format(
                    Locale.ROOT,
                    "Drift: %s moved most (PSI %.3f); its two histograms show where to, and PSI"
                        + " over time since when.",
                    shift.series(),
                    shift.after()))
        .orElse("Drift: no window had values enough; each series is there with its histograms.");
  }

  private static boolean isFeature(String series) {
    return RankerModel.DRIFTING.contains(series) || RankerModel.STEADY.contains(series);
  }

  private static String query(Summary summary) {
    return moved(summary)
        .filter(shift -> isFeature(shift.series()))
        .map(
            shift ->
                "?model=%s&model_version=%s&surface=FEATURE&feature=%s&window=%s"
                    .formatted(
                        RankerModel.NAME, RankerModel.VERSION, shift.series(), DriftCheck.WINDOW))
        .orElse("");
  }

  private static String labels(Summary summary) {
    int examples =
        summary.labels().values().stream()
            .mapToInt(count -> count.positive() + count.negative())
            .sum();
    return String.format(
        Locale.ROOT,
        "Labels: %d examples came of the predictions; the funnel adds up, and the curve shows how"
            + " soon outcomes are known.",
        examples);
  }

  private static String quarantine(Summary summary) {
    int records = summary.quarantine().values().stream().mapToInt(Integer::intValue).sum();
    return String.format(
        Locale.ROOT,
        "Quarantine: %d records failed for %d reasons; click one to see its fields, or what would"
            + " be fed again.",
        records,
        summary.quarantine().size());
  }
}
