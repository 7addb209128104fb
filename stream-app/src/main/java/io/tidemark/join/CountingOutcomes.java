package io.tidemark.join;

import io.tidemark.definition.Model.Combining;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which of the outcomes inside a window count for a label: a function of the set.
 *
 * <ol>
 *   <li>One that could not be judged does not: it decides nothing and replaces nothing.
 *   <li>Of those with one id the earliest does that says something, or else the earliest.
 *   <li>Where sources are ranked, only the word of the highest that says anything does: about a key
 *       where the label has keys, else about the label.
 * </ol>
 *
 * Where a label has keys or ranks, one that says nothing about it does not count at all.
 */
final class CountingOutcomes {
  private final String label;
  private final Combining combining;
  private final List<Outcome> counting = new ArrayList<>();
  private Outcome firstUnjudged;

  CountingOutcomes(OpenLabel label, Collection<Arrival> outcomes) {
    this.label = label.name();
    this.combining = label.policy().combining();
    List<Outcome> taken =
        outcomes.stream().filter(label::takes).map(Arrival::outcome).sorted().toList();
    Set<String> ids = new HashSet<>();
    taken.forEach(outcome -> addSpeaking(outcome, ids));
    if (!combining.onlySpeaking()) {
      taken.stream()
          .filter(outcome -> outcome.judgement(this.label).isEmpty())
          .forEach(outcome -> add(outcome, ids));
    }
    counting.sort(null);
    if (combining.ranked()) {
      keepHighest();
    }
  }

  private void addSpeaking(Outcome outcome, Set<String> ids) {
    if (outcome.speaks(label).isPresent()) {
      add(outcome, ids);
    } else if (firstUnjudged == null && outcome.judgement(label).isPresent()) {
      firstUnjudged = outcome;
    }
  }

  private void add(Outcome outcome, Set<String> ids) {
    if (outcome.id().isEmpty() || ids.add(outcome.id())) {
      counting.add(outcome);
    }
  }

  private void keepHighest() {
    Map<String, Integer> highest = new HashMap<>();
    for (Outcome outcome : counting) {
      Judgement judgement = outcome.judgement(label).orElseThrow();
      highest.merge(judgement.key(), judgement.rank(), Math::min);
    }
    counting.removeIf(
        outcome -> {
          Judgement judgement = outcome.judgement(label).orElseThrow();
          return judgement.rank() > highest.get(judgement.key());
        });
  }

  /** Those that count, in order. */
  List<Outcome> all() {
    return counting;
  }

  /** The first that could not be judged, or {@code null}. */
  Outcome firstUnjudged() {
    return firstUnjudged;
  }
}
