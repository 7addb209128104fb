package io.tidemark.store.serve;

import java.util.Optional;

/**
 * What the server asks and tells others.
 *
 * @param figures live figures for the catalogue
 * @param explainer answers explanations; empty in a process without the state they need
 * @param eraser takes requests to erase; empty in a process that cannot
 * @param served is told what was served
 * @param rebuild whether the store is complete
 */
public record ServePorts(
    CatalogFigures figures,
    Optional<Explainer> explainer,
    Optional<Eraser> eraser,
    ServedValues served,
    RebuildStatus rebuild) {

  /** Nobody to ask or to tell. */
  public static final ServePorts NONE =
      new ServePorts(
          CatalogFigures.NONE,
          Optional.empty(),
          Optional.empty(),
          ServedValues.NONE,
          RebuildStatus.COMPLETE);

  /** The same with other figures. */
  public ServePorts with(CatalogFigures other) {
    return new ServePorts(other, explainer, eraser, served, rebuild);
  }

  /** The same with an explainer. */
  public ServePorts with(Explainer other) {
    return new ServePorts(figures, Optional.of(other), eraser, served, rebuild);
  }

  /** The same with an eraser. */
  public ServePorts with(Eraser other) {
    return new ServePorts(figures, explainer, Optional.of(other), served, rebuild);
  }

  /** The same with a listener. */
  public ServePorts with(ServedValues other) {
    return new ServePorts(figures, explainer, eraser, other, rebuild);
  }

  /** The same with another status of the store. */
  public ServePorts with(RebuildStatus other) {
    return new ServePorts(figures, explainer, eraser, served, other);
  }
}
