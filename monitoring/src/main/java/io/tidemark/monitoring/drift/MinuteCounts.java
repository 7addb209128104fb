package io.tidemark.monitoring.drift;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.baseline.Baselines;
import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.BinCountsCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What one partition has counted of one model version in one minute since it reported last: all
 * features together, since one prediction counts for each of them. Without a baseline there is one
 * count, of predictions. Not thread-safe.
 */
public final class MinuteCounts {
  private static final int FORMAT = 2;

  /** By the feature's name in the baseline. */
  private final Map<String, OverBins> features;

  private long predictions;

  /**
   * Counts of a feature.
   *
   * @param binning hash of the bins; {@link Baselines#NONE} for predictions without a baseline
   * @param counts values per bin
   */
  public record OverBins(String binning, BinCounts counts) {}

  private MinuteCounts(Map<String, OverBins> features, long predictions) {
    this.features = features;
    this.predictions = predictions;
  }

  /** Counts of zero over the bins of a baseline. */
  public static MinuteCounts over(Optional<BaselineProfile> baseline) {
    Map<String, OverBins> features = new LinkedHashMap<>();
    if (baseline.isEmpty()) {
      features.put(Series.SCORE, new OverBins(Baselines.NONE, new BinCounts(1)));
    } else {
      for (Profile profile : baseline.get().features().values()) {
        features.put(
            profile.feature(),
            new OverBins(profile.binning().hash(), profile.binning().newCounts()));
      }
    }
    return new MinuteCounts(features, 0);
  }

  /**
   * Counts one prediction.
   *
   * @param baseline the one these counts are over
   * @param value the raw value of a feature of the baseline, {@code null} where there is none
   */
  public void add(Optional<BaselineProfile> baseline, Function<String, Object> value) {
    predictions++;
    if (baseline.isEmpty()) {
      features.get(Series.SCORE).counts().add(0);
      return;
    }
    for (Profile profile : baseline.get().features().values()) {
      String feature = profile.feature();
      features.get(feature).counts().add(profile.binning().binOfValue(value.apply(feature)));
    }
  }

  /** How many predictions were counted. */
  public long predictions() {
    return predictions;
  }

  /** By the feature's name in the baseline; not to be changed. */
  public Map<String, OverBins> features() {
    return features;
  }

  /**
   * The same in parts of at most {@link BinCountsCodec#MAX_BINS} bins, so that a record of each has
   * a bounded size however many features there are. The first has the number of predictions.
   */
  public List<MinuteCounts> parts() {
    List<MinuteCounts> parts = new ArrayList<>();
    MinuteCounts part = new MinuteCounts(new LinkedHashMap<>(), predictions);
    int bins = 0;
    for (Map.Entry<String, OverBins> feature : features.entrySet()) {
      int more = feature.getValue().counts().size();
      if (bins + more > BinCountsCodec.MAX_BINS) {
        parts.add(part);
        part = new MinuteCounts(new LinkedHashMap<>(), 0);
        bins = 0;
      }
      part.features.put(feature.getKey(), feature.getValue());
      bins += more;
    }
    parts.add(part);
    return parts;
  }

  /** Nothing counted: a report of it says that its minute has begun. */
  public static MinuteCounts none() {
    return new MinuteCounts(new LinkedHashMap<>(), 0);
  }

  /** Whether it is {@link #none}. */
  public boolean isNone() {
    return features.isEmpty() && predictions == 0;
  }

  /** {@code [format 2][predictions]}, and for each feature {@code [name][binning][counts]}. */
  public byte[] encode() {
    ByteWriter out = new ByteWriter(512).octet(FORMAT).unsigned(predictions);
    out.unsigned(features.size());
    features.forEach(
        (feature, over) ->
            out.text(feature).text(over.binning()).bytes(BinCountsCodec.encode(over.counts())));
    return out.toByteArray();
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public static MinuteCounts decode(byte[] bytes) {
    ByteReader in = new ByteReader("drift minute", bytes).expectFormat(FORMAT);
    long predictions = in.unsigned();
    Map<String, OverBins> features = new LinkedHashMap<>();
    for (int left = in.count(); left > 0; left--) {
      features.put(in.text(), new OverBins(in.text(), BinCountsCodec.decode(in.bytes())));
    }
    in.expectEnd();
    return new MinuteCounts(features, predictions);
  }
}
