package io.tidemark.monitoring.drift.episode;

/** What one evaluation says to an episode. */
public enum Standing {
  /** Large and beyond chance. */
  ALERT,
  /** Neither an alert, nor well below one. */
  BELOW,
  /** Well below an alert, or within chance. */
  CALM,
  /** No comparison could be made, which neither begins nor ends anything. */
  UNKNOWN
}
