package io.tidemark.monitoring.quality;

import io.tidemark.monitoring.drift.episode.EpisodeMove;
import io.tidemark.monitoring.drift.episode.EpisodeState;

/**
 * A change of an episode of quality.
 *
 * @param series whose cohorts are judged
 * @param figure which of their figures
 * @param bound what it is held against
 * @param found the figure of the cohort with which it changed; {@code null} where there was none
 * @param move what has changed
 * @param episode the episode as it is from then on; of one that is over, as it was
 * @param cohortMs length of that cohort, milliseconds
 * @param atMs its end, milliseconds since the Unix epoch
 */
public record QualityMove(
    QualitySeries series,
    Judged figure,
    double bound,
    JudgedFigure found,
    EpisodeMove move,
    EpisodeState episode,
    long cohortMs,
    long atMs) {}
