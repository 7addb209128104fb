package io.tidemark.follow;

import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.Surface;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The current drift of features, whichever instance evaluates it, from that of the last hour on.
 * Only what is shown: the start does not wait for it, nor does anything end without it. Any thread
 * may ask.
 *
 * @param <D> what is shown of a metric
 */
public final class FollowedDrift<D> implements Followed<DriftMetric> {
  /** What is older is shown no more. */
  public static final Duration PAST = Duration.ofHours(1);

  /** Most series of one feature: model versions come and go. */
  private static final int MOST_SERIES = 64;

  private final Set<String> features;
  private final Function<DriftMetric, D> shown;
  private final Map<String, Map<List<String>, D>> byFeature = new HashMap<>();

  /**
   * Drift nobody has told of yet.
   *
   * @param features the names that are kept; every other series is passed over
   */
  public FollowedDrift(Set<String> features, Function<DriftMetric, D> shown) {
    this.features = Set.copyOf(features);
    this.shown = shown;
  }

  /** Current drift of a feature, one entry per model version and window; empty without any. */
  public synchronized List<D> of(String feature) {
    return List.copyOf(byFeature.getOrDefault(feature, Map.of()).values());
  }

  /** Takes in the newest word on a series; of all traffic alone, not of a segment. */
  @Override
  public synchronized void accept(DriftMetric metric) {
    boolean wanted =
        metric.getSurface() == Surface.FEATURE
            && metric.getSegment() == null
            && features.contains(metric.getFeature());
    if (wanted) {
      put(byFeature.computeIfAbsent(metric.getFeature(), name -> new LinkedHashMap<>()), metric);
    }
  }

  private void put(Map<List<String>, D> series, DriftMetric metric) {
    List<String> key =
        List.of(
            String.valueOf(metric.getModel()),
            String.valueOf(metric.getModelVersion()),
            metric.getWindow());
    // again at the end: the one that was heard of least recently leaves first
    series.remove(key);
    series.put(key, shown.apply(metric));
    if (series.size() > MOST_SERIES) {
      series.remove(series.keySet().iterator().next());
    }
  }

  @Override
  public void remove(String key) {
    // every word on a series stands beside the others: none is taken back
  }
}
