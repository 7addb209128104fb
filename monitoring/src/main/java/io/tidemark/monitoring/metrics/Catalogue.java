package io.tidemark.monitoring.metrics;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every meter of Tidemark. The table in the module's README is generated from here. */
final class Catalogue {
  /** By area, in the order of the documentation. */
  static final List<Meter> METERS =
      Stream.of(
              IngestMetrics.METERS,
              FeatureMetrics.METERS,
              StoreMetrics.METERS,
              JoinMetrics.METERS,
              DriftMetrics.METERS,
              QualityMetrics.METERS,
              LabelMetrics.METERS,
              RegistryMetrics.METERS,
              FollowMetrics.METERS,
              HttpMetrics.METERS,
              ErasureMetrics.METERS,
              RunMetrics.METERS,
              SeriesCap.METERS)
          .flatMap(group -> group.meters().stream())
          .toList();

  private Catalogue() {}

  /** The catalogue as a Markdown table. */
  static String markdown() {
    return METERS.stream()
        .map(Meter::row)
        .collect(
            Collectors.joining(
                "",
                "| metric | kind | unit | tags | at most | meaning |\n|---|---|---|---|---|---|\n",
                ""));
  }
}
