package io.tidemark.definition.yaml;

import io.tidemark.definition.FeatureService;
import io.tidemark.definition.LogKind;
import io.tidemark.definition.LogMapping;
import io.tidemark.definition.Model;
import io.tidemark.definition.Model.Drift;
import io.tidemark.definition.Model.Episodes;
import io.tidemark.definition.Model.Label;
import io.tidemark.definition.Model.OutcomeTopic;
import io.tidemark.definition.Model.Outcomes;
import io.tidemark.definition.Model.Quality;
import io.tidemark.definition.SourceMap;
import io.tidemark.definition.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads {@code models}. */
final class ModelReader {
  private static final Map<String, Effect> PRESETS =
      Map.of("default", new Effect(0.1, 0.2), "credit", new Effect(0.1, 0.25));
  private static final List<String> LATER_BASELINES = List.of("first", "previous", "same_hour");
  private static final List<Window> DRIFT_WINDOWS =
      List.of(
          new Window("15m", Duration.ofMinutes(15)),
          new Window("1h", Duration.ofHours(1)),
          new Window("24h", Duration.ofHours(24)));

  private static final Duration HOLD = Duration.ofDays(1);
  private static final Duration SKEW = Duration.ofSeconds(5);

  private static final double FALSE_ALARMS = 1;
  private static final double OVERDISPERSION = 20;
  private static final int MOST_EVALUATIONS = 60;
  private static final Duration SUSTAINED = Duration.ofHours(24);
  private static final Episodes EPISODES = new Episodes(3, 5, 4, SUSTAINED);

  private record Effect(double warn, double alert) {}

  private final SourceMap sourceMap;
  private final NearbyFiles files;
  private final LogMappingReader mappings;
  private final LabelReader labels;

  ModelReader(SourceMap sourceMap, NearbyFiles files, SourceReader sources) {
    this.sourceMap = sourceMap;
    this.files = files;
    this.mappings = new LogMappingReader(sources, sourceMap);
    this.labels = new LabelReader(sourceMap);
  }

  /**
   * Reads a model.
   *
   * @param services takes the features that the model says it takes, as a service of its name
   */
  Model read(MappingReader in, Consumer<FeatureService> services) {
    String name = in.name("name", NameForm.MODEL);
    Predictions predictions = predictions(in, name);
    QualityReader quality = new QualityReader(in);
    Outcomes outcomes =
        in.mapping("outcomes")
            .map(nested -> outcomes(nested, quality.cohort()))
            .orElse(Outcomes.NONE);
    Drift drift =
        in.mapping("drift")
            .map(this::drift)
            .orElseGet(
                () ->
                    new Drift(
                        DRIFT_WINDOWS, null, 0.1, 0.2, FALSE_ALARMS, OVERDISPERSION, EPISODES));
    if (in.has("features")) {
      List<String> features = in.names("features", NameForm.FEATURE);
      services.accept(in.located(new FeatureService(name, features), sourceMap));
    }
    Quality measured = quality.read(outcomes.labels());
    in.finish("score", "decision");
    return in.located(
        new Model(name, predictions.topic, predictions.mapping, outcomes, drift, measured),
        sourceMap);
  }

  private record Predictions(String topic, LogMapping mapping) {}

  private Predictions predictions(MappingReader in, String model) {
    if (!in.has("predictions")) {
      in.missing("predictions", "write predictions: {topic: ...}");
    }
    return in.mapping("predictions")
        .map(nested -> topicOfPredictions(nested, model))
        .orElse(new Predictions("", null));
  }

  private Predictions topicOfPredictions(MappingReader in, String model) {
    String topic = in.name("topic", NameForm.TOPIC);
    LogMapping mapping =
        mappings.read(in, LogKind.PREDICTION, topic, Map.of("model", "'" + model + "'"));
    in.finish();
    return new Predictions(topic, mapping);
  }

  private Outcomes outcomes(MappingReader in, Duration cohort) {
    List<OutcomeTopic> topics = outcomeTopics(in);
    Duration hold = in.duration("hold", DurationRange.WAIT, HOLD);
    Duration skew = in.duration("skew", DurationRange.CLOCK_SKEW, SKEW);
    String outcomeId = in.optionalText("outcome_id").orElse(null);
    List<Label> labels =
        in.requiredMappings("labels").stream().map(each -> this.labels.read(each, cohort)).toList();
    in.finish();
    return in.located(new Outcomes(topics, hold, skew, outcomeId, labels), sourceMap);
  }

  /** One topic is written among what is said of outcomes, several are a list. */
  private List<OutcomeTopic> outcomeTopics(MappingReader in) {
    if (!in.has("topics")) {
      return List.of(outcomeTopic(in));
    }
    for (String key : new String[] {"topic", "fields"}) {
      if (in.has(key)) {
        String rule = "stands beside 'topics', which says it of each";
        in.problem(key, in.isMapping(key) ? "" : in.text(key), rule, "write it there");
      }
    }
    List<OutcomeTopic> topics = new ArrayList<>();
    for (MappingReader each : in.mappings("topics")) {
      topics.add(outcomeTopic(each));
      each.finish();
    }
    return topics;
  }

  private OutcomeTopic outcomeTopic(MappingReader in) {
    String topic = in.name("topic", NameForm.TOPIC);
    return new OutcomeTopic(topic, mappings.read(in, LogKind.OUTCOME, topic, Map.of()));
  }

  private Drift drift(MappingReader in) {
    List<Window> windows =
        in.has("windows") ? WindowReader.windows(in, DurationRange.DRIFT_WINDOW) : DRIFT_WINDOWS;
    String baseline = in.mapping("baseline").map(this::baselineFile).orElse(null);
    Effect effect = effect(in);
    double budget =
        in.has("false_alarms_per_month")
            ? in.positiveNumber("false_alarms_per_month")
            : FALSE_ALARMS;
    double overdispersion = overdispersion(in);
    Duration sustained = in.duration("sustained", DurationRange.WAIT, SUSTAINED);
    Episodes episodes =
        in.mapping("episodes")
            .map(nested -> episodes(nested, sustained))
            .orElse(new Episodes(EPISODES.alerts(), EPISODES.of(), EPISODES.calm(), sustained));
    in.finish("segments", "metrics");
    return in.located(
        new Drift(windows, baseline, effect.warn, effect.alert, budget, overdispersion, episodes),
        sourceMap);
  }

  private static double overdispersion(MappingReader in) {
    if (!in.has("overdispersion")) {
      return OVERDISPERSION;
    }
    double value = in.positiveNumber("overdispersion");
    if (value < 1) {
      in.problem("overdispersion", String.valueOf(value), "must be at least 1", "1 is independent");
    }
    return Math.max(1, value);
  }

  private static Episodes episodes(MappingReader in, Duration sustained) {
    int alerts = in.wholeNumber("alerts", 1, MOST_EVALUATIONS).orElse(EPISODES.alerts());
    int of = in.wholeNumber("of", 1, MOST_EVALUATIONS).orElse(Math.max(alerts, EPISODES.of()));
    int calm = in.wholeNumber("calm", 1, MOST_EVALUATIONS).orElse(EPISODES.calm());
    in.finish();
    if (alerts > of) {
      boolean said = in.has("alerts");
      in.problem(
          said ? "alerts" : "of",
          String.valueOf(said ? alerts : of),
          said ? "must not be above of, " + of : "must not be below alerts, " + alerts,
          said ? "" : "alerts is that where it is left out");
    }
    return new Episodes(alerts, Math.max(alerts, of), calm, sustained);
  }

  private String baselineFile(MappingReader in) {
    Optional<String> from = in.optionalText("from");
    Optional<String> file = files.file(in, "file");
    in.finish(LATER_BASELINES.toArray(String[]::new));
    boolean later = LATER_BASELINES.stream().anyMatch(in::has);
    if (!later && from.isPresent() == in.has("file")) {
      in.problem("", "", "needs either 'from: topic' or 'file'", "");
    }
    from.filter(text -> !text.equals("topic"))
        .ifPresent(text -> in.problem("from", text, "must be topic", ""));
    return file.orElse(null);
  }

  private static Effect effect(MappingReader in) {
    if (!in.isMapping("effect")) {
      return in.choice("effect", PRESETS, PRESETS.get("default"));
    }
    MappingReader nested = in.mapping("effect").orElseThrow();
    Effect effect = new Effect(nested.positiveNumber("warn"), nested.positiveNumber("alert"));
    nested.finish();
    if (effect.alert < effect.warn) {
      nested.problem("alert", String.valueOf(effect.alert), "must not be below warn", "");
    }
    return effect;
  }
}
