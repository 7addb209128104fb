package io.tidemark.monitoring.drift.episode;

/** A change of an episode. */
public enum EpisodeMove {
  /** It has begun. */
  OPENED,
  /** It had eased and alerts again. */
  ESCALATED,
  /** It alerts no more and is not over. */
  EASED,
  /** It is over. */
  CLOSED,
  /** It has lasted so long that a new model is asked for; once in an episode. */
  SUSTAINED
}
