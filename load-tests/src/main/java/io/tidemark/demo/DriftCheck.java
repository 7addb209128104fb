package io.tidemark.demo;

import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.Surface;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Drift records against what was changed half-way. Not thread-safe.
 *
 * <p>Windows are whole minutes by the clock, so the last one with enough values may hold values
 * from both sides of the change. The change is large enough to pass the band at a third of a
 * window.
 */
public final class DriftCheck {

  /** PSI below which a series is stable by the usual bands. */
  private static final double STABLE = 0.1;

  /** Values a window needs before its PSI says something: below, noise alone passes the band. */
  private static final long ENOUGH = 500;

  /** The window that is looked at. */
  static final String WINDOW = "1m";

  /** PSI of one series before and after the change; null where there was none to be had. */
  public record Shift(String series, Double before, Double after, String statusAfter) {}

  private final Map<String, List<DriftMetric>> bySeries = new TreeMap<>();
  private final long driftMs;

  /** Takes the instant of the change, milliseconds since the Unix epoch. */
  public DriftCheck(long driftMs) {
    this.driftMs = driftMs;
  }

  /** Takes records in the order of their topic; those of segments and longer windows are left. */
  public void add(DriftMetric metric) {
    boolean ours =
        RankerModel.NAME.equals(metric.getModel())
            && metric.getSegment() == null
            && metric.getWindow().equals(WINDOW);
    if (ours) {
      bySeries.computeIfAbsent(series(metric), name -> new ArrayList<>()).add(metric);
    }
  }

  /** Whether every feature has been measured on enough values after the change. */
  public boolean complete() {
    return all().stream().allMatch(feature -> after(feature) != null);
  }

  public List<Shift> shifts() {
    return bySeries.keySet().stream().map(this::shift).toList();
  }

  /** One sentence per series that moved and should not have, or did not and should have. */
  public List<String> contradictions() {
    List<String> sentences = new ArrayList<>();
    for (String feature : all()) {
      Shift shift = shift(feature);
      boolean drifts = RankerModel.DRIFTING.contains(feature);
      if (shift.after() == null) {
        sentences.add("Feature " + feature + " has no PSI after the drift was injected.");
      } else if (drifts != shift.after() > STABLE) {
        sentences.add(sentence(feature, "after", shift.after(), drifts));
      }
      if (shift.before() != null && shift.before() > STABLE) {
        sentences.add(sentence(feature, "before", shift.before(), false));
      }
    }
    return sentences;
  }

  private static String sentence(String feature, String when, double psi, boolean drifts) {
    return String.format(
        Locale.ROOT,
        "PSI of %s %s the injected drift is %.3f; it should be %s %.1f.",
        feature,
        when,
        psi,
        drifts ? "above" : "at most",
        STABLE);
  }

  private Shift shift(String series) {
    DriftMetric before = last(series, m -> m.getComputedAt().toEpochMilli() <= driftMs);
    DriftMetric after = after(series);
    return new Shift(
        series,
        before == null ? null : before.getPsi(),
        after == null ? null : after.getPsi(),
        after == null ? null : after.getStatus().name());
  }

  private DriftMetric after(String series) {
    return last(series, m -> m.getWindowEnd().toEpochMilli() > driftMs && computedAfter(m));
  }

  private boolean computedAfter(DriftMetric metric) {
    return metric.getComputedAt().toEpochMilli() > driftMs;
  }

  private DriftMetric last(String series, Predicate<DriftMetric> which) {
    return bySeries.getOrDefault(series, List.of()).stream()
        .filter(m -> m.getPsi() != null && m.getCurrentCount() >= ENOUGH)
        .filter(which)
        .max(
            Comparator.comparing(DriftMetric::getWindowEnd)
                .thenComparing(DriftMetric::getRevision)
                .thenComparing(DriftMetric::getComputedAt))
        .orElse(null);
  }

  private static List<String> all() {
    List<String> features = new ArrayList<>(RankerModel.DRIFTING);
    features.addAll(RankerModel.STEADY);
    return features;
  }

  private static String series(DriftMetric metric) {
    return metric.getSurface() == Surface.FEATURE
        ? metric.getFeature()
        : metric.getSurface().name().toLowerCase(Locale.ROOT);
  }
}
