package io.tidemark.definition;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A model whose predictions are joined to outcomes and watched for drift.
 *
 * @param name tag on metrics; matched against the prediction log's {@code model} field
 * @param predictionTopic topic of {@code PredictionLog} records, or of others that are mapped
 * @param predictions how they are mapped, or {@code null}
 * @param outcomes what happens after predictions, or {@link Outcomes#NONE} for drift alone
 * @param drift how drift is measured
 * @param quality how the quality of its answers is measured, where there are outcomes
 */
public record Model(
    String name,
    String predictionTopic,
    LogMapping predictions,
    Outcomes outcomes,
    Drift drift,
    Quality quality) {

  /** Topics of {@code OutcomeLog} records; none for drift alone. */
  public List<String> outcomeTopics() {
    return outcomes.topics().stream().map(OutcomeTopic::name).toList();
  }

  /** What outcomes mean. */
  public List<Label> labels() {
    return outcomes.labels();
  }

  /**
   * What happens after predictions.
   *
   * @param topics where they are logged
   * @param hold how long an outcome waits for a prediction that has not arrived
   * @param skew how far before its prediction an outcome may be dated and still count, because
   *     clocks of two producers disagree
   * @param outcomeId expression over an outcome: equal ones are one outcome; {@code null} where
   *     outcomes are told apart by what they say
   * @param labels what outcomes mean, each with a window of its own; at least one
   */
  public record Outcomes(
      List<OutcomeTopic> topics,
      Duration hold,
      Duration skew,
      String outcomeId,
      List<Label> labels) {
    /** No outcomes, and so no labels. */
    public static final Outcomes NONE =
        new Outcomes(List.of(), Duration.ZERO, Duration.ZERO, null, List.of());

    public Outcomes {
      topics = List.copyOf(topics);
      labels = List.copyOf(labels);
    }
  }

  /**
   * A topic of {@code OutcomeLog} records, or of others that are mapped.
   *
   * @param mapping how they are mapped, or {@code null}
   */
  public record OutcomeTopic(String name, LogMapping mapping) {}

  /**
   * A label derived from outcomes.
   *
   * @param name the label's name
   * @param version what its author counts up when it means something else; at least 1. It says so
   *     in every example and decides nothing
   * @param window outcomes count from the prediction's time until this much later
   * @param grace extra time to wait for outcomes that happened inside the window but arrive late
   * @param terms what outcomes say about it, as expressions
   * @param policy what becomes of several outcomes, of none, and of the example
   */
  public record Label(
      String name, int version, Duration window, Duration grace, LabelTerms terms, Policy policy) {

    /** A first version that only positive outcomes decide; {@code weight} is {@code null} for 1. */
    public Label(
        String name,
        Duration window,
        Duration grace,
        String positive,
        String weight,
        Policy policy) {
      this(name, 1, window, grace, LabelTerms.of(positive, weight), policy);
    }
  }

  /**
   * How a label is decided and told.
   *
   * @param combining what several outcomes of one prediction come to
   * @param onTimeout what a prediction without an outcome becomes
   * @param emit when examples are written
   * @param late what becomes of outcomes that come after the close
   * @param sampling which examples of value 0 are told of
   * @param propensityClip up to what an example weighs the inverse of its propensity, at least 1; 0
   *     where it does not
   * @param cohort how long predictions are gathered whose quality is measured together, in whole
   *     minutes; zero where it is not measured
   */
  public record Policy(
      Combining combining,
      OnTimeout onTimeout,
      Emit emit,
      Late late,
      Sampling sampling,
      double propensityClip,
      Duration cohort) {
    /** A policy for a label whose quality is not measured. */
    public Policy(
        Combining combining, OnTimeout onTimeout, Emit emit, Late late, Sampling sampling) {
      this(combining, onTimeout, emit, late, sampling, 0, Duration.ZERO);
    }

    /**
     * A policy for a label that is positive or negative, under which nothing counts that comes
     * after the close.
     */
    public Policy(Several several, OnTimeout onTimeout, Emit emit) {
      this(several, onTimeout, emit, Late.NONE);
    }

    /** A policy for a label that is positive or negative. */
    public Policy(Several several, OnTimeout onTimeout, Emit emit, Late late) {
      this(new Combining(several, false, false, false), onTimeout, emit, late, Sampling.ALL);
    }

    public Several several() {
      return combining.several();
    }

    /** The same, but a prediction without an outcome stays without a value. */
    public Policy withoutNegatives() {
      return new Policy(
          combining, OnTimeout.UNLABELLED, emit, late, sampling, propensityClip, cohort);
    }
  }

  /**
   * How several outcomes of one prediction become one label.
   *
   * @param several what they come to
   * @param numeric whether the label has a value of its own, which they combine; else their weights
   * @param keyed whether of each key the latest is in force
   * @param ranked whether the word of one source counts before that of another
   */
  public record Combining(Several several, boolean numeric, boolean keyed, boolean ranked) {
    /** Whether only outcomes that say something about the label take part. */
    public boolean onlySpeaking() {
      return keyed || ranked;
    }
  }

  /**
   * Which examples of value 0 are told of, where most of them are not.
   *
   * @param keep which share, above 0 and at most 1
   * @param by what is told of together
   */
  public record Sampling(double keep, By by) {
    /** Everything is told of. */
    public static final Sampling ALL = new Sampling(1, By.REQUEST_ID);

    public Sampling {
      if (!(keep > 0 && keep <= 1)) {
        throw new IllegalArgumentException(
            "Invalid share " + keep + " of negatives to keep: must be above 0 and at most 1.");
      }
    }

    public boolean keepsAll() {
      return keep == 1;
    }
  }

  /** What examples are told of together, or not at all. */
  public enum By {
    /** Those of one request. */
    REQUEST_ID,
    /** Those of one user; of requests without one, those of the request. */
    USER_ID,
    /** Those of one item; of requests without one, those of the request. */
    ITEM_ID
  }

  /**
   * What becomes of outcomes that come after the close of a label.
   *
   * @param horizon how long after the close they are told from others, whole seconds; at least 0
   * @param corrects whether those dated in the window correct the label; else they are counted
   */
  public record Late(Duration horizon, boolean corrects) {
    /** Nothing that comes after the close counts. */
    public static final Late NONE = new Late(Duration.ZERO, false);
  }

  /** What several outcomes of one prediction come to. */
  public enum Several {
    /** Of each kind the latest is in force, and may take back the one before it. */
    LATEST,
    /** The first that says anything decides. */
    FIRST,
    /** One that is positive is enough, and weighs what the first such says. */
    ANY,
    /** Positive ones weigh together what they say. */
    SUM,
    /** Positive ones weigh as much as there are. */
    COUNT,
    /** Positive ones weigh what the heaviest says. */
    MAX
  }

  /** When the examples of a label are written. */
  public enum Emit {
    /** As outcomes decide and correct it; the last word does not say that it is. */
    EAGER,
    /** Once, when its window has closed. */
    AT_CLOSE,
    /** As outcomes decide and correct it, and once more when its window has closed. */
    BOTH
  }

  /** What a prediction becomes when its window closes without an outcome. */
  public enum OnTimeout {
    NEGATIVE,
    UNLABELLED
  }

  /**
   * How drift is measured.
   *
   * @param windows rolling windows, each a multiple of one minute
   * @param baselineFile a JSON baseline to publish at start, or {@code null} when baselines arrive
   *     on the baseline topic
   * @param warn PSI from which a shift counts as moderate
   * @param alert PSI above which a shift counts as significant
   * @param falseAlarmsPerMonth episodes in thirty days that chance may open, over all series of a
   *     version; above 0
   * @param overdispersion what variance relative to independent values is assumed of a series until
   *     it is known; at least 1
   * @param episodes when an episode begins, ends and asks for a new model
   */
  public record Drift(
      List<Window> windows,
      String baselineFile,
      double warn,
      double alert,
      double falseAlarmsPerMonth,
      double overdispersion,
      Episodes episodes) {

    public Drift {
      windows = List.copyOf(windows);
    }
  }

  /**
   * When an episode of drift begins, ends and asks for a new model.
   *
   * @param alerts evaluations that must alert for it to begin
   * @param of among how many last ones
   * @param calm evaluations in a row, well below an alert, that end it
   * @param sustained how long it lasts before it asks for a new model
   */
  public record Episodes(int alerts, int of, int calm, Duration sustained) {}

  /**
   * How the quality of answers is measured.
   *
   * @param cohort how long predictions are gathered that are judged together, whole minutes
   * @param threshold scores from which on the decision is positive, 0 to 1 in whole thousandths
   * @param maturity share of predictions whose label nothing can change any more, from which on a
   *     cohort is judged; above 0 and at most 1
   * @param keep how long after its end a cohort is kept
   * @param alarms when it is an alarm
   */
  public record Quality(
      Duration cohort, double threshold, double maturity, Duration keep, Alarms alarms) {
    /** Of a model without labels, of which nothing is measured. */
    public static final Quality NONE =
        new Quality(Duration.ZERO, 0.5, 0.9, Duration.ZERO, Alarms.NONE);
  }

  /**
   * When quality is an alarm.
   *
   * @param bounds by the name of a figure, the least of {@code auc} and the most of {@code
   *     log_loss}, {@code brier} and {@code ece} that are good; none without alarms
   * @param labels how many labels a cohort must have to be judged, at least 1
   * @param alerts cohorts that must be worse than a bound for an episode to open
   * @param of among how many last ones
   * @param calm cohorts in a row after which it closes
   */
  public record Alarms(Map<String, Double> bounds, int labels, int alerts, int of, int calm) {
    /** Without any. */
    public static final Alarms NONE = new Alarms(Map.of(), 100, 2, 3, 2);

    public Alarms {
      bounds = Map.copyOf(bounds);
    }
  }
}
