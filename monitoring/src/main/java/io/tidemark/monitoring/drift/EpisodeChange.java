package io.tidemark.monitoring.drift;

import io.tidemark.monitoring.drift.episode.EpisodeMove;
import io.tidemark.monitoring.drift.episode.EpisodeState;

/**
 * What has become of an episode.
 *
 * @param key the window that is in it
 * @param move what has happened
 * @param episode the episode then, or before it closed: when it opened is, with the window, its
 *     identity
 * @param atMs end of the window in which that was, in epoch milliseconds
 * @param baseline hash of the baseline; empty without one
 * @param result what was concluded there
 */
public record EpisodeChange(
    WindowKey key,
    EpisodeMove move,
    EpisodeState episode,
    long atMs,
    String baseline,
    DriftResult result) {}
