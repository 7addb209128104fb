package io.tidemark.app.plan;

import io.tidemark.definition.Definitions;
import io.tidemark.definition.Model;
import io.tidemark.definition.Model.Label;
import io.tidemark.definition.Window;
import io.tidemark.follow.FollowedBaselines;
import io.tidemark.follow.FollowedBaselines.Known;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.store.Catalog.ModelEntry;
import io.tidemark.store.serve.CatalogFigures.InForce;
import java.util.List;

/** What the catalogue says of models. */
public final class WatchedModels {
  private WatchedModels() {}

  static List<ModelEntry> of(Definitions definitions) {
    return definitions.models().stream().map(WatchedModels::entry).toList();
  }

  private static ModelEntry entry(Model model) {
    return new ModelEntry(
        model.name(),
        model.labels().stream().map(Label::name).toList(),
        model.drift().windows().stream().map(Window::label).toList());
  }

  /** The baselines of a model's versions that are in force, by version. */
  public static List<InForce> inForce(FollowedBaselines baselines, String model) {
    return baselines.of(model).stream().map(WatchedModels::shown).toList();
  }

  private static InForce shown(Known known) {
    BaselineProfile profile = known.profile();
    return new InForce(
        profile.version(),
        profile.hash(),
        profile.created().toEpochMilli(),
        known.source(),
        profile.features().size());
  }
}
