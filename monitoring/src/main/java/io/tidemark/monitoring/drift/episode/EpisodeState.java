package io.tidemark.monitoring.drift.episode;

/**
 * What there is to say of an episode.
 *
 * @param openedMs when it opened, in epoch milliseconds; {@link Episode#NONE} when it is not open
 * @param eased whether it is open and does not alert just now
 * @param signalled whether it has asked for a new model
 */
public record EpisodeState(long openedMs, boolean eased, boolean signalled) {
  /** Whether it is open. */
  public boolean isOpen() {
    return openedMs != Episode.NONE;
  }
}
