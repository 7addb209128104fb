package io.tidemark.demo;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** A {@link Summary} for people. Pure. */
public final class SummaryText {

  private final Summary summary;
  private final StringBuilder text = new StringBuilder();

  private SummaryText(Summary summary) {
    this.summary = summary;
  }

  public static String of(Summary summary) {
    SummaryText writer = new SummaryText(summary);
    writer.sent();
    writer.features();
    writer.labels();
    writer.drift();
    writer.quarantine();
    writer.urls();
    writer.verdict();
    return writer.text.toString();
  }

  private void sent() {
    title("Sent in " + summary.seconds() + " s (seed " + summary.seed() + ")");
    summary.sent().forEach((topic, count) -> line("  %-14s %7d records", topic, count));
  }

  private void features() {
    title("Features of the busiest users, read back from Redis");
    line("  %-12s %-24s %14s   %s", "user", "feature", "stored", "recomputed");
    for (FeatureCheck.Reading reading : summary.features()) {
      line(
          "  %-12s %-24s %14s   %s %s",
          reading.user(),
          reading.feature(),
          reading.stored() == null ? "absent" : reading.stored(),
          bounds(reading),
          reading.right() ? "ok" : "WRONG");
    }
  }

  private static String bounds(FeatureCheck.Reading reading) {
    return reading.low() == reading.high()
        ? number(reading.low())
        : number(reading.low()) + " to " + number(reading.high());
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  private void labels() {
    title("Labelled examples");
    line("  %-12s %10s %10s   %s", "label", "positive", "negative", "decided by");
    summary
        .labels()
        .forEach(
            (label, count) ->
                line(
                    "  %-12s %10d %10d   %s",
                    label, count.positive(), count.negative(), count.byResolution()));
  }

  private void drift() {
    title("Drift (PSI, window 1m) before and after the change half-way");
    for (DriftCheck.Shift shift : summary.drift()) {
      line(
          "  %-18s %8s -> %8s   %s",
          shift.series(),
          psi(shift.before()),
          psi(shift.after()),
          shift.statusAfter() == null ? "" : shift.statusAfter());
    }
  }

  private static String psi(Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  private void quarantine() {
    title("Quarantine");
    line("  %-20s %10s %10s", "reason", "found", "injected");
    TreeSet<String> reasons = new TreeSet<>(summary.quarantine().keySet());
    reasons.addAll(summary.injected().keySet());
    for (String reason : reasons) {
      line(
          "  %-20s %10d %10d",
          reason,
          summary.quarantine().getOrDefault(reason, 0),
          summary.injected().getOrDefault(reason, 0));
    }
  }

  private void urls() {
    title("Where to look");
    for (Map.Entry<String, String> url : summary.urls().entrySet()) {
      line("  %-14s %s", url.getKey(), url.getValue());
    }
  }

  private void verdict() {
    List<String> contradictions = summary.contradictions();
    if (contradictions.isEmpty()) {
      title("What came out agrees with what went in.");
      return;
    }
    title("What came out contradicts what went in:");
    contradictions.forEach(sentence -> line("  - %s", sentence));
  }

  private void title(String title) {
    text.append(System.lineSeparator()).append(title).append(System.lineSeparator());
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing())
        .append(System.lineSeparator());
  }
}
