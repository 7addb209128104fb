package io.tidemark.training;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Resolution;
import java.util.EnumMap;
import java.util.Map;

/** The examples of one label in a file. Not thread-safe. */
public final class LabelCount {
  private final Map<Resolution, Long> byResolution = new EnumMap<>(Resolution.class);
  private long rows;
  private long nonZero;
  private double weight;
  private double weighted;

  void add(LabelledExample example) {
    rows++;
    byResolution.merge(example.getResolution(), 1L, Long::sum);
    if (example.getLabelValue() != null) {
      double value = example.getLabelValue();
      nonZero += value == 0 ? 0 : 1;
      double counts = example.getWeight() * example.getSamplingWeight();
      weight += counts;
      weighted += counts * value;
    }
  }

  public long rows() {
    return rows;
  }

  /** How many have a value, other than 0. */
  public long nonZero() {
    return nonZero;
  }

  /** What decided how many; those of which there are none are not in it. */
  public Map<Resolution, Long> byResolution() {
    return byResolution;
  }

  /** The mean of the values by weight and sampling weight; NaN where nothing weighs. */
  public double weightedMean() {
    return weighted / weight;
  }
}
