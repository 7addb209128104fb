package io.tidemark.monitoring.quality;

import io.tidemark.monitoring.drift.episode.EpisodeMove;
import io.tidemark.monitoring.drift.episode.EpisodeState;

/**
 * A change of an episode of quality.
 *
 * @param standing whose episode, and how it is from then on; of one that is over, how it was
 * @param bound what the figure is held against
 * @param found the figure of the cohort with which it changed; {@code null} where there was none
 * @param move what has changed
 * @param cohortMs length of that cohort, milliseconds
 * @param atMs its end, milliseconds since the Unix epoch
 */
public record QualityMove(
    EpisodeStanding standing,
    double bound,
    JudgedFigure found,
    EpisodeMove move,
    long cohortMs,
    long atMs) {

  /** Whose cohorts are judged. */
  public QualitySeries series() {
    return standing.series();
  }

  /** Which of their figures. */
  public Judged figure() {
    return standing.figure();
  }

  /** The episode. */
  public EpisodeState episode() {
    return standing.state();
  }
}
