package io.tidemark.monitoring.metrics;

import java.util.List;

/**
 * What a drift figure is about.
 *
 * @param model the model's name
 * @param version the model's version
 * @param feature the feature's name
 * @param segment the segment's value, or {@code all}
 * @param window the window's label, such as {@code 1h}
 */
public record DriftSeries(
    String model, String version, String feature, String segment, String window) {

  /** The segment of series over all traffic. */
  public static final String ALL = "all";

  List<String> tagValues() {
    return List.of(model, version, feature, segment, window);
  }
}
