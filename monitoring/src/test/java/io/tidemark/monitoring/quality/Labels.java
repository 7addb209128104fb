package io.tidemark.monitoring.quality;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Random labels with their histories, and what they come to when all is known. */
final class Labels {
  static final CohortKey KEY = CohortKey.of("ranker", "v3", "click", false, 3_600_000, 3_600_000);

  /** What is said of one label, one after the other; the last stays. */
  record History(List<LabelledScore> said) {
    LabelledScore last() {
      return said.get(said.size() - 1);
    }
  }

  private Labels() {}

  static List<History> random(Random random, int count) {
    List<History> histories = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double score = score(random);
      List<LabelledScore> said = new ArrayList<>();
      for (int revision = random.nextInt(4); revision >= 0; revision--) {
        said.add(label(random, score));
      }
      histories.add(new History(said));
    }
    return histories;
  }

  private static double score(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(101) / 100.0;
      case 1 -> random.nextDouble() / 1_000;
      default -> random.nextDouble();
    };
  }

  private static LabelledScore label(Random random, double score) {
    double bounded = Math.min(Math.max(score, 0.000_1), 0.999_9);
    Double value = random.nextInt(20) == 0 ? null : random.nextDouble() < score ? 1.0 : 0.0;
    double weight = random.nextInt(3) == 0 ? random.nextDouble() * 3 : 1;
    return switch (random.nextInt(20)) {
      case 0 -> new LabelledScore(null, value, weight);
      case 1 -> new LabelledScore(Double.NaN, value, weight);
      case 2 -> new LabelledScore(bounded * 7, value, weight);
      case 3 -> new LabelledScore(bounded, value == null ? null : value * 3.7, weight);
      case 4 -> new LabelledScore(bounded, value, 0);
      default -> new LabelledScore(bounded, value, weight);
    };
  }

  /** All that is said, each with what it takes back, in any order, as changes of several places. */
  static CohortSums streamed(List<History> histories, Random random) {
    List<LabelEvent> events = new ArrayList<>();
    for (History history : histories) {
      LabelledScore before = null;
      for (LabelledScore now : history.said()) {
        events.add(LabelEvent.told(KEY, now, before));
        before = now;
      }
      Double score = history.last().score();
      events.add(LabelEvent.moved(KEY, score, true, false));
      events.add(LabelEvent.moved(KEY, score, false, true));
    }
    Collections.shuffle(events, random);
    List<CohortSums> places = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      places.add(new CohortSums());
    }
    events.forEach(event -> event.addTo(places.get(random.nextInt(places.size()))));
    CohortSums all = new CohortSums();
    places.forEach(place -> all.add(CohortSums.decode(place.encode())));
    return all;
  }

  static CohortSums batch(List<History> histories) {
    CohortSums all = new CohortSums();
    for (History history : histories) {
      all.opened(1);
      all.predicted(history.last().score());
      all.settled(1);
      all.add(history.last());
    }
    return all;
  }

  static List<ScoredLabel> scored(List<History> histories) {
    return histories.stream()
        .map(History::last)
        .filter(label -> label.part() == LabelledPart.SCORED)
        .map(label -> new ScoredLabel(label.score(), label.isPositive(), label.weight()))
        .toList();
  }

  /** Over every pair, as the definition has it. */
  static Optional<Double> exactAuc(List<ScoredLabel> labels) {
    double wins = 0;
    double pairs = 0;
    for (ScoredLabel positive : labels) {
      for (ScoredLabel negative : labels) {
        if (positive.positive() && !negative.positive()) {
          double weight = positive.weight() * negative.weight();
          pairs += weight;
          wins += weight * (1 + Math.signum(positive.score() - negative.score())) / 2;
        }
      }
    }
    return pairs == 0 ? Optional.empty() : Optional.of(wins / pairs);
  }
}
