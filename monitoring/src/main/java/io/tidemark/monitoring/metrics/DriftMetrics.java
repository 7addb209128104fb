package io.tidemark.monitoring.metrics;

import static io.tidemark.monitoring.metrics.Meters.DRIFT_EVALUATIONS;
import static io.tidemark.monitoring.metrics.Meters.DRIFT_LAST_EVALUATED;
import static io.tidemark.monitoring.metrics.Meters.DRIFT_MISSING_RATIO;
import static io.tidemark.monitoring.metrics.Meters.DRIFT_PSI;
import static io.tidemark.monitoring.metrics.Meters.DRIFT_PSI_CRITICAL;
import static io.tidemark.monitoring.metrics.Meters.DRIFT_PSI_DEBIASED;
import static io.tidemark.monitoring.metrics.Meters.DRIFT_SAMPLES;
import static io.tidemark.monitoring.metrics.Meters.DRIFT_STATUS;
import static io.tidemark.monitoring.metrics.Meters.DRIFT_UNSEEN_RATIO;

import io.tidemark.monitoring.drift.DriftResult;
import io.tidemark.monitoring.drift.DriftStatus;
import io.tidemark.monitoring.drift.Evidence;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Drift results as gauges. A figure that a result does not have is absent from the scrape, not 0:
 * no data is not no drift. Thread-safe.
 */
final class DriftMetrics {

  private static final Set<Meters> FIGURES =
      EnumSet.of(
          DRIFT_PSI,
          DRIFT_PSI_DEBIASED,
          DRIFT_PSI_CRITICAL,
          DRIFT_MISSING_RATIO,
          DRIFT_UNSEEN_RATIO);
  private static final Set<Meters> ALWAYS =
      EnumSet.of(DRIFT_SAMPLES, DRIFT_STATUS, DRIFT_LAST_EVALUATED);

  private final CatalogueRegistry registry;
  private final Map<DriftSeries, Map<Meters, Double>> latest = new ConcurrentHashMap<>();

  DriftMetrics(CatalogueRegistry registry) {
    this.registry = registry;
  }

  synchronized void evaluated(DriftSeries series, DriftResult result, long evaluatedAtMs) {
    String status = result.status().name().toLowerCase(Locale.ROOT);
    registry.counter(DRIFT_EVALUATIONS, series.model(), status).increment();
    if (show(DRIFT_STATUS, series)) {
      latest.put(series, values(result, evaluatedAtMs));
      ALWAYS.forEach(meter -> show(meter, series));
      FIGURES.forEach(meter -> showOrHide(meter, series, result.evidence().isPresent()));
    }
  }

  synchronized void remove(DriftSeries series) {
    ALWAYS.forEach(meter -> registry.removeGauge(meter, series.tagValues()));
    FIGURES.forEach(meter -> registry.removeGauge(meter, series.tagValues()));
    latest.remove(series);
  }

  private void showOrHide(Meters meter, DriftSeries series, boolean present) {
    if (present) {
      show(meter, series);
    } else {
      registry.removeGauge(meter, series.tagValues());
    }
  }

  private boolean show(Meters meter, DriftSeries series) {
    List<String> tagValues = series.tagValues();
    return registry.gauge(meter, () -> value(meter, series), tagValues);
  }

  private Double value(Meters meter, DriftSeries series) {
    return latest.getOrDefault(series, Map.of()).getOrDefault(meter, Double.NaN);
  }

  private static Map<Meters, Double> values(DriftResult result, long evaluatedAtMs) {
    Map<Meters, Double> values = new EnumMap<>(Meters.class);
    values.put(DRIFT_SAMPLES, (double) result.currentCount());
    values.put(DRIFT_STATUS, code(result.status()));
    values.put(DRIFT_LAST_EVALUATED, evaluatedAtMs / 1e3);
    result.evidence().ifPresent(evidence -> putFigures(evidence, values));
    return values;
  }

  private static void putFigures(Evidence evidence, Map<Meters, Double> values) {
    values.put(DRIFT_PSI, evidence.psi());
    values.put(DRIFT_PSI_DEBIASED, evidence.psiDebiased());
    values.put(DRIFT_PSI_CRITICAL, evidence.criticalValue());
    values.put(DRIFT_MISSING_RATIO, evidence.measures().missingRatio());
    values.put(DRIFT_UNSEEN_RATIO, evidence.measures().unseenRatio());
  }

  static double code(DriftStatus status) {
    return switch (status) {
      case STABLE -> 0;
      case MODERATE -> 1;
      case SIGNIFICANT -> 2;
      case INSUFFICIENT -> -1;
      case NO_BASELINE -> -2;
      case INVALID -> -3;
    };
  }
}
