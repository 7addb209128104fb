package io.tidemark.store.serve;

import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.Catalog.FeatureEntry;
import java.util.List;
import java.util.OptionalDouble;

/** Live figures about features, for the catalogue. Answers at once; thread-safe. */
@FunctionalInterface
public interface CatalogFigures {

  /** Knows nothing. */
  CatalogFigures NONE = (entity, feature) -> Figures.UNKNOWN;

  /** What is known about a feature now. */
  Figures of(EntityEntry entity, FeatureEntry feature);

  /** The baselines of a model's versions that are in force, by version. */
  default List<InForce> baselines(String model) {
    return List.of();
  }

  /**
   * A baseline that is in force.
   *
   * @param version of the model
   * @param hash of the whole baseline, as records of drift name it
   * @param createdMs when it was made, milliseconds since the Unix epoch
   * @param source where it is said to be from
   * @param series how many it has
   */
  record InForce(String version, String hash, long createdMs, String source, int series) {}

  /**
   * Figures of one feature.
   *
   * @param freshnessSeconds age of the newest event behind its values
   * @param nullRatio share of entities without a value, in {@code [0, 1]}
   * @param drift one entry per model version and window that is watched
   */
  record Figures(OptionalDouble freshnessSeconds, OptionalDouble nullRatio, List<Drift> drift) {

    /** Nothing is known. */
    public static final Figures UNKNOWN =
        new Figures(OptionalDouble.empty(), OptionalDouble.empty(), List.of());

    public Figures {
      drift = List.copyOf(drift);
    }
  }

  /**
   * Current drift of a feature as a model logs it.
   *
   * @param model the model's name
   * @param version its version
   * @param window the window's label
   * @param psi population stability index; empty when there was no comparison
   * @param status the verdict, such as {@code stable}
   */
  record Drift(String model, String version, String window, OptionalDouble psi, String status) {}
}
