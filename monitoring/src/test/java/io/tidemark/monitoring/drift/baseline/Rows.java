package io.tidemark.monitoring.drift.baseline;

import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.Binning;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/** Test data: profiles and counts from raw values. */
public final class Rows {

  public static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  private Rows() {}

  public static Profile profile(Object... values) {
    BaselineBuilder builder = new BaselineBuilder("ranker", "v3");
    Arrays.stream(values).forEach(value -> builder.add(row(value)));
    return builder.build(CREATED).features().get("x");
  }

  public static Profile profile(int count, DoubleSupplier source) {
    BaselineBuilder builder = new BaselineBuilder("ranker", "v3");
    for (int i = 0; i < count; i++) {
      builder.add(Map.of("x", source.getAsDouble()));
    }
    return builder.build(CREATED).features().get("x");
  }

  private static Map<String, Object> row(Object value) {
    Map<String, Object> row = new HashMap<>();
    row.put("x", value);
    return row;
  }

  public static BinCounts count(Binning binning, Object... values) {
    BinCounts counts = binning.newCounts();
    Arrays.stream(values).forEach(value -> counts.add(binning.binOfValue(value)));
    return counts;
  }

  public static BinCounts count(Binning binning, int count, DoubleSupplier source) {
    BinCounts counts = binning.newCounts();
    for (int i = 0; i < count; i++) {
      counts.add(binning.binOf(source.getAsDouble()));
    }
    return counts;
  }

  public static DoubleSupplier normal(SplittableRandom random, double mean) {
    return () -> mean + random.nextGaussian();
  }

  public static Object[] repeat(Object value, int times) {
    Object[] values = new Object[times];
    Arrays.fill(values, value);
    return values;
  }

  public static Object[] join(Object[]... parts) {
    return Arrays.stream(parts).flatMap(Arrays::stream).toArray();
  }

  public static Object[] boxed(double[] values) {
    return Arrays.stream(values).boxed().toArray();
  }
}
