package io.tidemark.definition.yaml;

import io.tidemark.definition.Model.Alarms;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code alarms} of the quality of one model. */
final class AlarmsReader {
  private static final int MOST_LABELS = 100_000_000;
  private static final int MOST_COHORTS = 60;

  /** Figures and which way they are good; those of {@code true} have a least value. */
  private static final Map<String, Boolean> FIGURES = figures();

  private AlarmsReader() {}

  private static Map<String, Boolean> figures() {
    Map<String, Boolean> figures = new LinkedHashMap<>();
    figures.put("auc", true);
    figures.put("log_loss", false);
    figures.put("brier", false);
    figures.put("ece", false);
    return figures;
  }

  static Alarms read(MappingReader in) {
    Map<String, Double> bounds = new LinkedHashMap<>();
    FIGURES.forEach(
        (figure, least) ->
            in.mapping(figure)
                .flatMap(nested -> bound(nested, figure, least))
                .ifPresent(bound -> bounds.put(figure, bound)));
    Alarms usual = Alarms.NONE;
    int labels = in.wholeNumber("labels", 1, MOST_LABELS).orElse(usual.labels());
    int alerts = in.wholeNumber("alerts", 1, MOST_COHORTS).orElse(usual.alerts());
    int of = in.wholeNumber("of", 1, MOST_COHORTS).orElse(Math.max(alerts, usual.of()));
    int calm = in.wholeNumber("calm", 1, MOST_COHORTS).orElse(usual.calm());
    in.finish();
    if (bounds.isEmpty() && FIGURES.keySet().stream().noneMatch(in::has)) {
      in.problem("", "", "needs a bound of a figure", "such as auc: {min: 0.7}");
    }
    if (alerts > of) {
      in.problem(
          in.has("of") ? "of" : "alerts",
          String.valueOf(in.has("of") ? of : alerts),
          "must not be below alerts, " + alerts,
          "so many of the last cohorts open an episode");
    }
    return new Alarms(bounds, labels, alerts, Math.max(alerts, of), calm);
  }

  private static Optional<Double> bound(MappingReader in, String figure, boolean least) {
    String key = least ? "min" : "max";
    if (!in.has(key)) {
      in.missing(key, "write " + figure + ": {" + key + ": ...}");
    }
    Optional<Double> bound =
        !in.has(key)
            ? Optional.empty()
            : figure.equals("log_loss")
                ? Optional.of(in.positiveNumber(key))
                : in.fraction(key, "");
    in.finish();
    return bound;
  }
}
