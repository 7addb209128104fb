package io.tidemark.store.serve;

import java.util.Optional;

/**
 * What the server asks and tells others.
 *
 * @param figures live figures for the catalogue
 * @param explainer answers explanations; empty in a process without the state they need
 * @param served is told what was served
 */
public record ServePorts(
    CatalogFigures figures, Optional<Explainer> explainer, ServedValues served) {

  /** Nobody to ask or to tell. */
  public static final ServePorts NONE =
      new ServePorts(CatalogFigures.NONE, Optional.empty(), ServedValues.NONE);

  /** The same with other figures. */
  public ServePorts with(CatalogFigures other) {
    return new ServePorts(other, explainer, served);
  }

  /** The same with an explainer. */
  public ServePorts with(Explainer other) {
    return new ServePorts(figures, Optional.of(other), served);
  }

  /** The same with a listener. */
  public ServePorts with(ServedValues other) {
    return new ServePorts(figures, explainer, other);
  }
}
