package io.tidemark.figures;

import io.tidemark.definition.ClockMode;
import io.tidemark.store.Catalog;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.Catalog.FeatureEntry;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.serve.CatalogFigures;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The figures of one instance, from the rows it wrote since it started.
 *
 * <p>A group is as fresh as the newest event that was acknowledged in a row of its entity, or as
 * its source where that is older: a row also moves on when another group of the entity does. The
 * memory is bounded by {@link EntitySample#SIZE} entities per kind. Thread-safe.
 */
public final class LiveFigures implements CatalogFigures {
  private static final long NONE = Long.MIN_VALUE;

  private final Map<String, OfEntity> byEntity = new HashMap<>();
  private final Function<FeatureEntry, OptionalLong> newestOfSource;
  private final Function<String, List<Drift>> drift;
  private final Function<String, List<InForce>> baselines;
  private final ClockMode clock;
  private final Clock wall;

  private record OfEntity(AtomicLong newestEventMs, EntitySample sample) {}

  /**
   * Figures that know nothing yet.
   *
   * @param newestOfSource newest event time of the source of a feature's group, milliseconds since
   *     the Unix epoch; empty where this instance reads none of it
   * @param drift current drift by the name of a feature
   * @param baselines those in force by the name of a model
   * @param clock under stream time the age of an event says how long ago history was: nothing is
   *     fresh or not
   */
  public LiveFigures(
      Catalog catalog,
      Function<FeatureEntry, OptionalLong> newestOfSource,
      Function<String, List<Drift>> drift,
      Function<String, List<InForce>> baselines,
      ClockMode clock,
      Clock wall) {
    for (EntityEntry entity : catalog.entities()) {
      List<String> fields = entity.features().stream().map(FeatureEntry::field).toList();
      byEntity.put(entity.name(), new OfEntity(new AtomicLong(NONE), new EntitySample(fields)));
    }
    this.newestOfSource = newestOfSource;
    this.drift = drift;
    this.baselines = baselines;
    this.clock = clock;
    this.wall = wall;
  }

  /** Takes note of a row that the online store acknowledged. */
  public void stored(FeatureRow row) {
    OfEntity entity = byEntity.get(row.key().entity());
    if (entity != null) {
      entity.newestEventMs().accumulateAndGet(row.eventTimeMs().orElse(NONE), Math::max);
      entity.sample().put(row, wall.millis());
    }
  }

  @Override
  public List<InForce> baselines(String model) {
    return baselines.apply(model);
  }

  @Override
  public Figures of(EntityEntry entity, FeatureEntry feature) {
    OfEntity known = byEntity.get(entity.name());
    return known == null
        ? Figures.UNKNOWN
        : new Figures(
            freshness(known, feature),
            known.sample().absentRatio(feature.field(), wall.millis()),
            drift.apply(feature.field()));
  }

  private OptionalDouble freshness(OfEntity entity, FeatureEntry feature) {
    long storedMs = entity.newestEventMs().get();
    if (clock == ClockMode.STREAM || storedMs == NONE) {
      return OptionalDouble.empty();
    }
    long newestMs = Math.min(storedMs, newestOfSource.apply(feature).orElse(storedMs));
    return OptionalDouble.of(Math.max(0, wall.millis() - newestMs) / 1e3);
  }
}
