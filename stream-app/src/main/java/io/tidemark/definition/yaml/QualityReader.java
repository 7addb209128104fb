package io.tidemark.definition.yaml;

import io.tidemark.definition.DurationFormat;
import io.tidemark.definition.Model.Alarms;
import io.tidemark.definition.Model.Label;
import io.tidemark.definition.Model.Quality;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code quality} of one model, of which labels have to know the length of cohorts. */
final class QualityReader {
  private static final Duration COHORT = Duration.ofHours(1);
  private static final double THRESHOLD = 0.5;
  private static final double MATURITY = 0.9;

  /** How long a cohort is kept after its last label, unless that is declared. */
  private static final Duration KEEP = Duration.ofDays(7);

  private static final int THOUSANDTHS = 1_000;

  private final MappingReader model;
  private final Optional<MappingReader> in;
  private final Duration cohort;

  QualityReader(MappingReader model) {
    this.model = model;
    this.in = model.mapping("quality");
    this.cohort =
        in.map(nested -> nested.duration("cohort", DurationRange.COHORT, COHORT)).orElse(COHORT);
  }

  /** How long predictions are gathered that are judged together. */
  Duration cohort() {
    return cohort;
  }

  /**
   * The rest of it.
   *
   * @param labels what is measured
   */
  Quality read(List<Label> labels) {
    double threshold = in.map(QualityReader::threshold).orElse(THRESHOLD);
    double maturity = in.map(QualityReader::maturity).orElse(MATURITY);
    Duration longest = longest(labels);
    Duration keep = in.map(nested -> keep(nested, longest)).orElse(longest.plus(cohort).plus(KEEP));
    Alarms alarms =
        in.flatMap(nested -> nested.mapping("alarms")).map(AlarmsReader::read).orElse(Alarms.NONE);
    in.ifPresent(nested -> nested.finish("segments"));
    if (in.isPresent() && !model.has("outcomes")) {
      model.problem(
          "quality", "", "needs labels to be measured by", "declare outcomes with labels");
    }
    return labels.isEmpty() ? Quality.NONE : new Quality(cohort, threshold, maturity, keep, alarms);
  }

  private static double threshold(MappingReader in) {
    double threshold = in.fraction("threshold", "0.5 is usual").orElse(THRESHOLD);
    double thousandths = Math.rint(threshold * THOUSANDTHS);
    if (thousandths / THOUSANDTHS != threshold) {
      in.problem(
          "threshold",
          String.valueOf(threshold),
          "must have at most three decimals",
          "scores are counted by thousandths");
    }
    return thousandths / THOUSANDTHS;
  }

  private static double maturity(MappingReader in) {
    double maturity = in.fraction("maturity", "0.9 is usual").orElse(MATURITY);
    if (maturity == 0) {
      in.problem("maturity", "0", "must be above 0", "0.9 is usual");
    }
    return maturity;
  }

  private Duration keep(MappingReader in, Duration longest) {
    Duration least = longest.plus(cohort);
    Duration keep = in.duration("keep", DurationRange.RETENTION, least.plus(KEEP));
    if (keep.compareTo(least) < 0) {
      in.problem(
          "keep",
          DurationFormat.format(keep),
          "must not be below "
              + DurationFormat.format(least)
              + ", the length of a cohort and the longest of a label's window, grace and late horizon together",
          "a cohort is kept until its last label has come");
    }
    return keep;
  }

  private static Duration longest(List<Label> labels) {
    return labels.stream()
        .filter(label -> label.window() != null) // a missing one is a problem already
        .map(label -> label.window().plus(label.grace()).plus(label.policy().late().horizon()))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }
}
