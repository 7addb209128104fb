package io.tidemark.monitoring.quality;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What came of scores, as a step function that never falls: the isotonic regression of labels on
 * the cells of scores (pool adjacent violators). Between cells that were seen it stays at the one
 * below, and below the first at the first. Immutable.
 */
public final class Calibration {
  private final NavigableMap<Integer, Double> steps;
  private final int cohorts;

  private Calibration(NavigableMap<Integer, Double> steps, int cohorts) {
    this.steps = steps;
    this.cohorts = cohorts;
  }

  private record Block(int firstCell, double positive, double weight) {
    double rate() {
      return positive / weight;
    }

    Block with(Block next) {
      return new Block(firstCell, positive + next.positive, weight + next.weight);
    }
  }

  /** From the labels of cohorts; without any it knows nothing. */
  public static Calibration of(Collection<CohortSums> cohorts) {
    CohortSums labels = new CohortSums();
    cohorts.forEach(labels::add);
    List<Block> blocks = new ArrayList<>();
    labels.cells().forEach((cell, in) -> add(cell, in, blocks));
    NavigableMap<Integer, Double> steps = new TreeMap<>();
    blocks.forEach(block -> steps.put(block.firstCell(), block.rate()));
    return new Calibration(steps, cohorts.size());
  }

  private static void add(int cell, FixedSum[] in, List<Block> blocks) {
    double positive = in[CohortSums.POSITIVE].value();
    double weight = positive + in[CohortSums.NEGATIVE].value();
    if (!(weight > 0)) {
      return;
    }
    Block last = new Block(cell, positive, weight);
    while (!blocks.isEmpty() && blocks.get(blocks.size() - 1).rate() >= last.rate()) {
      last = blocks.remove(blocks.size() - 1).with(last);
    }
    blocks.add(last);
  }

  /** How many cohorts are behind it. */
  public int cohorts() {
    return cohorts;
  }

  /** Whether no label is behind it. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /** Which share of labels is positive where scores are in a cell; of one that is not empty. */
  double rate(int cell) {
    Map.Entry<Integer, Double> step = steps.floorEntry(cell);
    return step == null ? steps.firstEntry().getValue() : step.getValue();
  }

  /** Which share of labels is positive where a score is this, 0 to 1; of one that is not empty. */
  public double rateOf(double score) {
    return rate(ScoreCells.of(score));
  }
}
