package io.tidemark.monitoring.drift;

import io.tidemark.monitoring.drift.episode.EpisodeMove;

/**
 * What has become of an episode.
 *
 * @param key the window that is in it
 * @param move what has happened
 * @param openedMs when it opened, in epoch milliseconds: with the window its identity
 * @param signalled whether it has asked for a new model, now or before
 * @param atMs end of the window in which that was, in epoch milliseconds
 * @param baseline hash of the baseline; empty without one
 * @param result what was concluded there
 */
public record EpisodeChange(
    WindowKey key,
    EpisodeMove move,
    long openedMs,
    boolean signalled,
    long atMs,
    String baseline,
    DriftResult result) {}
