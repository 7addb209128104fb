package io.tidemark.app.cli;

import io.tidemark.definition.Model;
import io.tidemark.definition.Window;
import io.tidemark.monitoring.drift.AlarmBudget;
import io.tidemark.monitoring.drift.AlarmForecast;
import io.tidemark.monitoring.drift.DriftRule;
import io.tidemark.monitoring.drift.SampleSizes;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.json.BaselineJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells what the drift of a model can find in given traffic, and what chance does to it. */
final class AlarmReport {
  /** Taken where no file says it. */
  private static final int ASSUMED_SERIES = 10;

  private static final long ASSUMED_ROWS = 100_000;

  /** Deciles, which bins of numbers are. */
  private static final int BINS = 10;

  private final PrintWriter out;

  AlarmReport(PrintWriter out) {
    this.out = out;
  }

  /**
   * Reports on one model.
   *
   * @param perMinute its predictions in a minute
   */
  void add(Model model, double perMinute) {
    Optional<BaselineProfile> baseline =
        Optional.ofNullable(model.drift().baselineFile()).map(AlarmReport::read);
    int series = baseline.map(found -> found.features().size()).orElse(ASSUMED_SERIES);
    long rows = baseline.map(AlarmReport::rows).orElse(ASSUMED_ROWS);
    print(
        "Drift of %s, %s predictions a minute: %d series, a baseline of %,d values%s, %s false alarms a month%n",
        model.name(),
        number(perMinute),
        series,
        rows,
        baseline.isPresent() ? "" : " (both assumed)",
        number(model.drift().falseAlarmsPerMonth()));
    print(
        "  %-6s %12s  %-12s %10s  %-26s %s%n",
        "window", "values", "dependence", "alpha", "smallest shift found", "false alarms a month");
    model
        .drift()
        .windows()
        .forEach(window -> window(model.drift(), window, perMinute, series, rows));
    out.flush();
  }

  private static BaselineProfile read(String file) {
    try {
      return BaselineJson.read(Files.readString(Path.of(file)));
    } catch (IOException e) {
      throw new CommandFailure("Cannot read baseline " + file + ": " + e.getMessage(), e);
    }
  }

  private static long rows(BaselineProfile baseline) {
    return baseline.features().values().stream()
        .mapToLong(profile -> profile.counts().total())
        .min()
        .orElse(0);
  }

  private void window(Model.Drift drift, Window window, double perMinute, int series, long rows) {
    long values = (long) (perMinute * window.size().toMinutes());
    List<Duration> windows = drift.windows().stream().map(Window::size).toList();
    DriftRule rule =
        DriftRule.DEFAULT
            .withEffect(drift.warn(), drift.alert())
            .withBudget(new AlarmBudget(drift.falseAlarmsPerMonth()).alpha(series, windows));
    if (Math.min(values, rows) < rule.minCount()) {
      print(
          "  %-6s %,12d  too few: at least %d are needed on both sides%n",
          window.label(), values, rule.minCount());
      return;
    }
    double evaluations = AlarmBudget.evaluations(series, List.of(window.size()));
    line(
        window,
        values,
        "independent",
        AlarmForecast.of(rule, BINS, new SampleSizes(values, rows), 1, evaluations));
    if (drift.overdispersion() > 1) {
      line(
          window,
          values,
          "phi " + number(drift.overdispersion()),
          AlarmForecast.of(
              rule, BINS, new SampleSizes(values, rows), drift.overdispersion(), evaluations));
    }
  }

  private void line(Window window, long values, String dependence, AlarmForecast forecast) {
    String shift =
        forecast.shift().isPresent()
            ? String.format(
                Locale.ROOT,
                "%.2f sd (PSI %.3f)",
                forecast.shift().getAsDouble(),
                forecast.effect().orElse(0))
            : "none";
    print(
        "  %-6s %,12d  %-12s %10.1e  %-26s at most %.2g%n",
        window.label(),
        values,
        dependence,
        forecast.alpha(),
        shift,
        forecast.falseAlarmsPerMonth());
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : String.valueOf(value);
  }

  private void print(String format, Object... values) {
    out.printf(Locale.ROOT, format, values);
  }
}
