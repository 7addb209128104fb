package io.tidemark.demo;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Maturity;
import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.Resolution;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Labelled examples against a plain join of what was sent.
 *
 * <p>Give it examples in the order of their topic; the last one of a request and label counts. Not
 * thread-safe.
 */
public final class LabelCheck {

  /** A label of the demo's definitions, which must say the same. */
  private record Label(String name, Duration window, Predicate<OutcomeLog> positive) {}

  private static final List<Label> LABELS =
      List.of(
          new Label(
              "click",
              Duration.ofSeconds(10),
              o -> o.getOutcome().equals("click") && o.getDwellSeconds() >= 3),
          new Label("purchase", Duration.ofSeconds(15), o -> o.getOutcome().equals("purchase")));

  /** How long after a prediction its last label is final. */
  public static final Duration LONGEST = Duration.ofSeconds(23);

  /** Counts of one label. */
  public record Count(int positive, int negative, Map<Resolution, Integer> byResolution) {}

  private record Key(String requestId, String label) {}

  private final Map<Key, LabelledExample> examples = new HashMap<>();

  public void add(LabelledExample example) {
    examples.put(new Key(example.getRequestId(), example.getLabel()), example);
  }

  /** Whether the last example of every label of every prediction says that it is. */
  public boolean complete(Ledger ledger) {
    return ledger.predictions().keySet().stream()
        .allMatch(
            id -> LABELS.stream().allMatch(l -> isFinal(examples.get(new Key(id, l.name())))));
  }

  private static boolean isFinal(LabelledExample example) {
    return example != null && example.getMaturity() == Maturity.FINAL;
  }

  /** Counts by label name. */
  public Map<String, Count> counts() {
    Map<String, Count> counts = new TreeMap<>();
    for (Label label : LABELS) {
      List<LabelledExample> mine =
          examples.values().stream().filter(e -> e.getLabel().equals(label.name())).toList();
      Map<Resolution, Integer> resolutions = new EnumMap<>(Resolution.class);
      mine.forEach(e -> resolutions.merge(e.getResolution(), 1, Integer::sum));
      int positive = (int) mine.stream().filter(LabelCheck::isPositive).count();
      counts.put(label.name(), new Count(positive, mine.size() - positive, resolutions));
    }
    return counts;
  }

  /** One sentence per kind of contradiction, with how many and one of them. */
  public List<String> contradictions(Ledger ledger) {
    Findings findings = new Findings();
    Map<String, PredictionLog> predictions = ledger.predictions();
    predictions.forEach(
        (id, prediction) ->
            LABELS.forEach(label -> compare(label, prediction, ledger.outcomes(id), findings)));
    examples.keySet().stream()
        .filter(key -> !predictions.containsKey(key.requestId()))
        .forEach(key -> findings.add("labelled examples belong to no prediction", key));
    return findings.sentences();
  }

  private void compare(
      Label label, PredictionLog prediction, List<OutcomeLog> outcomes, Findings findings) {
    Key key = new Key(prediction.getRequestId(), label.name());
    LabelledExample example = examples.get(key);
    boolean positive =
        outcomes.stream().anyMatch(o -> inWindow(label, prediction, o) && label.positive().test(o));
    if (!isFinal(example)) {
      findings.add("predictions have no final " + label.name() + " label", key);
    } else if (isPositive(example) != positive) {
      String should = positive ? "positive" : "negative";
      findings.add(label.name() + " labels should be " + should, key);
    }
  }

  private static boolean isPositive(LabelledExample example) {
    return example.getLabelValue() != null && example.getLabelValue() > 0;
  }

  private static boolean inWindow(Label label, PredictionLog prediction, OutcomeLog outcome) {
    Duration delay = Duration.between(prediction.getTimestamp(), outcome.getOutcomeTimestamp());
    return !delay.isNegative() && delay.compareTo(label.window()) <= 0;
  }
}
