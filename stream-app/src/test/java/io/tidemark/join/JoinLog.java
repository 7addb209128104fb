package io.tidemark.join;

import io.tidemark.definition.Model;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Drives an engine over many request ids as a store would, every state through its bytes, and keeps
 * what came out.
 */
final class JoinLog {
  final List<Emission> emissions = new ArrayList<>();
  final Map<String, JoinState> states = new HashMap<>();
  final List<Fate> fates = new ArrayList<>();
  private final Map<JoinCounter, Integer> counts = new EnumMap<>(JoinCounter.class);
  private final Map<String, Integer> labelCounts = new HashMap<>();
  private final JoinStateCodec codec = new JoinStateCodec();
  private final JoinEngine engine;
  private long outcomesRead;

  JoinLog(List<Model.Label> labels, JoinHorizons horizons) {
    this.engine = new JoinEngine(labels, horizons);
  }

  JoinLog(JoinEngine engine) {
    this.engine = engine;
  }

  /** Goes on from where another is, which stays there. */
  JoinLog(JoinLog other) {
    engine = other.engine;
    emissions.addAll(other.emissions);
    states.putAll(other.states);
    fates.addAll(other.fates);
    outcomesRead = other.outcomesRead;
    counts.putAll(other.counts);
    labelCounts.putAll(other.labelCounts);
  }

  Step predict(Prediction prediction, long nowMs) {
    return predict(prediction, new Moment(nowMs, nowMs));
  }

  Step predict(Prediction prediction, Moment at) {
    String id = prediction.requestId();
    return keep(id, engine.onPrediction(states.get(id), prediction, at));
  }

  Step observe(Outcome outcome, long nowMs) {
    return observe(outcome, new Moment(nowMs, nowMs));
  }

  Step observe(Outcome outcome, Moment at) {
    String id = outcome.requestId();
    ReadAt readAt = new ReadAt("outcomes", 0, outcomesRead++);
    return keep(id, engine.onOutcome(states.get(id), outcome, readAt, at));
  }

  /** One that is older than the erasure of somebody it is about. */
  Step predictErased(Prediction prediction, long nowMs) {
    String id = prediction.requestId();
    Moment at = new Moment(nowMs, nowMs);
    return keep(id, engine.onErasedPrediction(states.get(id), prediction, at));
  }

  Step erase(String requestId) {
    return keep(requestId, engine.onErasure(states.get(requestId)));
  }

  JoinState state(String requestId) {
    return states.get(requestId);
  }

  void passTime(long nowMs) {
    for (String id : List.copyOf(states.keySet())) {
      keep(id, engine.onTime(states.get(id), nowMs));
    }
  }

  private Step keep(String id, Step step) {
    emissions.addAll(step.emissions());
    fates.addAll(step.fates());
    for (JoinCount count : step.counts()) {
      counts.merge(count.counter(), 1, Integer::sum);
      labelCounts.merge(count.counter() + " " + count.label(), 1, Integer::sum);
    }
    if (step.state() == null) {
      states.remove(id);
    } else {
      states.put(id, codec.decode(id, codec.encode(step.state())));
    }
    return step;
  }

  int count(JoinCounter counter) {
    return counts.getOrDefault(counter, 0);
  }

  int count(JoinCounter counter, String label) {
    return labelCounts.getOrDefault(counter + " " + label, 0);
  }

  long pending(String label) {
    return states.values().stream().filter(state -> state.pending(label)).count();
  }

  long held() {
    return states.values().stream()
        .filter(JoinState.Waiting.class::isInstance)
        .mapToLong(state -> ((JoinState.Waiting) state).outcomes().size())
        .sum();
  }

  /** The last word on each request and label: 1, 0, or null for unlabelled. */
  Map<String, Double> labels() {
    Map<String, Double> labels = new LinkedHashMap<>();
    for (Emission emission : emissions) {
      labels.put(emission.prediction().requestId() + "|" + emission.label(), value(emission));
    }
    return labels;
  }

  private static Double value(Emission emission) {
    if (emission instanceof Emission.Labelled labelled) {
      return labelled.standing().value();
    }
    if (emission instanceof Emission.Corrected corrected) {
      return corrected.standing().value();
    }
    return emission instanceof Emission.TimedOut timedOut ? timedOut.silence().value() : null;
  }
}
