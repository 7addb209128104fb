package io.tidemark.monitoring.quality;

import io.tidemark.monitoring.drift.episode.EpisodeState;

/**
 * How an episode of quality stands.
 *
 * @param series whose cohorts are judged
 * @param figure which of their figures
 * @param state the episode
 */
public record EpisodeStanding(QualitySeries series, Judged figure, EpisodeState state) {}
