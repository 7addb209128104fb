package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * What the service reports about itself, in the words of the domain, area by area.
 *
 * <p>One method per fact. Series beyond a meter's bound are counted under {@code other} by counters
 * and timers, and left out by gauges; both are counted in {@code tidemark_meters_overflow_total}.
 * Methods of areas are thread-safe, cheap enough for every record, and never throw for any value of
 * a tag.
 */
public final class TidemarkMetrics {
  private final IngestMetrics ingest;
  private final FeatureMetrics features;
  private final StoreMetrics store;
  private final JoinMetrics join;
  private final DriftMetrics drift;
  private final QualityMetrics quality;
  private final LabelMetrics labels;
  private final RegistryMetrics registry;
  private final FollowMetrics follow;
  private final HttpMetrics http;
  private final ErasureMetrics erasure;
  private final RunMetrics run;

  /**
   * @param meters where meters go; its clock is what freshness is measured by
   */
  public TidemarkMetrics(MeterRegistry meters) {
    BoundMeters bound = new BoundMeters(meters);
    ingest = new IngestMetrics(bound);
    features = new FeatureMetrics(bound);
    store = new StoreMetrics(bound);
    join = new JoinMetrics(bound);
    drift = new DriftMetrics(bound);
    quality = new QualityMetrics(bound);
    labels = new LabelMetrics(bound);
    registry = new RegistryMetrics(bound);
    follow = new FollowMetrics(bound);
    http = new HttpMetrics(bound);
    erasure = new ErasureMetrics(bound);
    run = new RunMetrics(bound);
  }

  public IngestMetrics ingest() {
    return ingest;
  }

  public FeatureMetrics features() {
    return features;
  }

  public StoreMetrics store() {
    return store;
  }

  public JoinMetrics join() {
    return join;
  }

  public DriftMetrics drift() {
    return drift;
  }

  public QualityMetrics quality() {
    return quality;
  }

  public LabelMetrics labels() {
    return labels;
  }

  public RegistryMetrics registry() {
    return registry;
  }

  public FollowMetrics follow() {
    return follow;
  }

  public HttpMetrics http() {
    return http;
  }

  public ErasureMetrics erasure() {
    return erasure;
  }

  public RunMetrics run() {
    return run;
  }
}
