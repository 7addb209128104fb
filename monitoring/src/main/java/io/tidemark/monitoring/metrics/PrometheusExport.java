package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The meters of this process in the text form Prometheus reads, with those of the JVM. */
public final class PrometheusExport implements AutoCloseable {
  /** Chooses the writer; its bare name is not enough. */
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final TidemarkMetrics metrics = new TidemarkMetrics(registry);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** An export with the JVM's meters. */
  public PrometheusExport() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** Where the service reports. */
  public TidemarkMetrics metrics() {
    return metrics;
  }

  /** The meters in Prometheus's own text format. */
  public String scrape() {
    return registry.scrape();
  }

  /** The meters in the format of OpenMetrics 1.0. */
  public String openMetrics() {
    return registry.scrape(OPEN_METRICS);
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
