package io.tidemark.app.cli;

import io.tidemark.definition.DurationFormat;
import io.tidemark.definition.Model;
import io.tidemark.training.LabelTerm;
import io.tidemark.training.LeftOut;
import io.tidemark.training.Selection;
import io.tidemark.training.Split;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which examples an export is of. */
final class ExportOptions {
  @Option(names = "--model", required = true, description = "The model's name.")
  private String model;

  @Option(
      names = "--label",
      description = "A label; may be given several times. Default: all of the model.")
  private List<String> labels = new ArrayList<>();

  @Option(names = "--from", description = "Predictions from this instant on. Default: all.")
  private Instant from = Instant.EPOCH;

  @Option(names = "--to", description = "Predictions up to this instant. Default: --as-of.")
  private Instant to;

  @Option(
      names = "--as-of",
      description =
          "Examples as they were known at this instant: what was written then or later does not"
              + " count. Default: now.")
  private Instant asOf;

  @Option(
      names = "--split",
      split = ",",
      description =
          "Begin another file with predictions from this instant on: one for train and test, two"
              + " for train, validation and test.")
  private List<Instant> split = new ArrayList<>();

  @Option(
      names = "--embargo",
      paramLabel = "DURATION",
      description =
          "Leave out predictions of so long before a split. Default: the longest window of the"
              + " labels with its grace, so that nothing in a file was learnt in another's time.")
  private String embargo;

  @Option(
      names = "--with",
      split = ",",
      description =
          "Keep what is left out else: open (the window was open, so that negatives are missing),"
              + " unlabelled.")
  private Set<Extra> extras = EnumSet.noneOf(Extra.class);

  /** What may be kept. */
  enum Extra {
    OPEN(LeftOut.OPEN),
    UNLABELLED(LeftOut.UNLABELLED);

    private final LeftOut kept;

    Extra(LeftOut kept) {
      this.kept = kept;
    }
  }

  /** The model that is named. */
  Model model(List<Model> declared) {
    Model found =
        declared.stream()
            .filter(candidate -> candidate.name().equals(model))
            .findFirst()
            .orElseThrow(
                () ->
                    new UsageFailure(
                        "Unknown model '%s': declared are %s. Name the service's definitions with --config."
                            .formatted(model, declared.stream().map(Model::name).toList())));
    if (found.labels().isEmpty()) {
      throw new UsageFailure(
          "Model '%s' has no labels: nothing is joined to its predictions. Declare outcomes.labels."
              .formatted(model));
    }
    return found;
  }

  /**
   * The examples that are meant.
   *
   * @param now nothing later is known
   */
  Selection selection(Model declared, Instant now) {
    Instant known = asOf == null ? now.truncatedTo(ChronoUnit.MILLIS) : asOf;
    if (known.isAfter(now)) {
      throw new UsageFailure(
          "Invalid --as-of %s: must not be after now, %s.".formatted(known, now));
    }
    Map<String, LabelTerm> terms = terms(declared);
    Set<LeftOut> kept = EnumSet.noneOf(LeftOut.class);
    extras.forEach(extra -> kept.add(extra.kept));
    try {
      Split files = new Split(from, to == null ? known : to, split, embargo(terms));
      return new Selection(model, terms, files, known, kept);
    } catch (IllegalArgumentException e) {
      throw new UsageFailure(e.getMessage());
    }
  }

  private Map<String, LabelTerm> terms(Model declared) {
    Map<String, LabelTerm> terms = new LinkedHashMap<>();
    declared.labels().forEach(label -> terms.put(label.name(), LabelTerm.of(label)));
    for (String label : labels) {
      if (!terms.containsKey(label)) {
        throw new UsageFailure(
            "Unknown label '%s' of model '%s': declared are %s."
                .formatted(label, model, terms.keySet()));
      }
    }
    if (!labels.isEmpty()) {
      terms.keySet().retainAll(labels);
    }
    return terms;
  }

  private Duration embargo(Map<String, LabelTerm> terms) {
    if (embargo == null) {
      return terms.values().stream()
          .map(LabelTerm::closes)
          .max(Duration::compareTo)
          .orElse(Duration.ZERO);
    }
    return DurationFormat.parse(embargo)
        .orElseThrow(
            () ->
                new UsageFailure(
                    "Invalid --embargo '%s': %s.".formatted(embargo, DurationFormat.RULE)));
  }
}
