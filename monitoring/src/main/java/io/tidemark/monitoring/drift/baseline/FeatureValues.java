package io.tidemark.monitoring.drift.baseline;

import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.CategoricalBinning;
import io.tidemark.monitoring.drift.bins.CategoryText;
import io.tidemark.monitoring.drift.bins.FeatureKind;
import io.tidemark.monitoring.drift.bins.NumericBinning;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** The values of one feature while a baseline is being gathered. */
final class FeatureValues {

  private double[] numbers = new double[64];
  private int numberCount;
  private final CategoryCounts texts = new CategoryCounts();
  private long missing;

  void add(Object value) {
    if (value == null) {
      missing++;
    } else if (value instanceof Number number) {
      addNumber(number.doubleValue());
    } else {
      texts.add(value.toString());
    }
  }

  void addMissing(long count) {
    missing += count;
  }

  private void addNumber(double value) {
    if (numberCount == numbers.length) {
      numbers = Arrays.copyOf(numbers, numbers.length * 2);
    }
    numbers[numberCount++] = value;
  }

  long total() {
    return missing + numberCount + texts.total();
  }

  /** Numeric unless the numbers are outnumbered by texts and booleans. */
  FeatureKind inferredKind() {
    return numberCount >= texts.total() ? FeatureKind.NUMERIC : FeatureKind.CATEGORICAL;
  }

  Profile profile(String feature, FeatureKind kind, BinningRule rule) {
    boolean hasEdges = finite().findAny().isPresent();
    return kind == FeatureKind.NUMERIC && hasEdges
        ? numeric(feature, rule)
        : categorical(feature, rule);
  }

  private Profile numeric(String feature, BinningRule rule) {
    double[] edges = new QuantileEdges(finite().toArray(), rule).edges();
    NumericBinning binning = NumericBinning.of(edges);
    BinCounts counts = binning.newCounts();
    numbers().forEach(value -> counts.add(binning.binOf(value)));
    texts.addTo(counts, binning);
    counts.add(binning.binOfMissing(), missing);
    return new Profile(feature, binning, counts);
  }

  private Profile categorical(String feature, BinningRule rule) {
    CategoryCounts categories = new CategoryCounts(texts);
    numbers().forEach(value -> categories.add(CategoryText.of(value)));
    CategoricalBinning binning = categories.binning(rule);
    BinCounts counts = categories.over(binning);
    counts.add(binning.binOfMissing(), missing);
    return new Profile(feature, binning, counts);
  }

  private DoubleStream numbers() {
    return Arrays.stream(numbers, 0, numberCount);
  }

  /** Finite numbers, negative zero as zero: edges know only one. */
  private DoubleStream finite() {
    return numbers().filter(Double::isFinite).map(value -> value + 0.0);
  }
}
