/**
 * Drift: distances between counts over fixed bins, what may be concluded, and the life of a series,
 * from a counted minute ({@link io.tidemark.monitoring.drift.MinuteCounts}) to what there is to say
 * of its windows ({@link io.tidemark.monitoring.drift.SeriesWatches}).
 *
 * <p>Pure: values in, values out. No clock, no randomness, no Kafka, no metrics library. All
 * arithmetic that decides a result runs on integers or, in a fixed order, on {@code StrictMath}, so
 * that a result has the same bits on every machine, for any partitioning, order or replay.
 *
 * <p>Imports the rooms below it, {@code bytes} and a statistics library.
 */
package io.tidemark.monitoring.drift;
