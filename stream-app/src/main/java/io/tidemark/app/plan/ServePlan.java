package io.tidemark.app.plan;

import io.tidemark.app.settings.ServeSetting;
import io.tidemark.app.settings.Settings;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.ClockMode;
import io.tidemark.monitoring.metrics.HttpMetrics;
import io.tidemark.store.Catalog;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.serve.FeatureServer;
import io.tidemark.store.serve.ServePorts;
import io.tidemark.store.serve.ServeSettings;
import io.tidemark.store.serve.ServedValues;
import io.tidemark.store.serve.ValueStatus;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns settings and definitions into the feature server. */
public final class ServePlan {
  private ServePlan() {}

  /** The feature server over a store, with whom it asks for the rest. */
  public static FeatureServer server(
      CheckedDefinitions definitions,
      Settings settings,
      FeatureStore store,
      Clock wall,
      HttpMetrics metrics,
      ServePorts ports) {
    ServedValues served =
        (entity, status, count) -> metrics.valuesServed(entity, shown(status), count);
    Catalog catalog = CatalogPlan.of(definitions, settings);
    List<String> statuses = Stream.of(ValueStatus.values()).map(ServePlan::shown).toList();
    catalog.entities().forEach(entity -> metrics.show(entity.name(), statuses));
    return new FeatureServer(
        catalog,
        store,
        bounds(settings, definitions.definitions().clock()),
        wall,
        ports.with(served));
  }

  private static String shown(ValueStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static ServeSettings bounds(Settings settings, ClockMode clock) {
    return new ServeSettings(
        settings.get(ServeSetting.MAX_KEYS),
        settings.get(ServeSetting.MAX_VALUES),
        settings.get(ServeSetting.CONCURRENCY),
        settings.get(ServeSetting.TIMEOUT),
        clock == ClockMode.WALL
            ? Optional.of(settings.get(ServeSetting.TOLERANCE))
            : Optional.empty());
  }
}
