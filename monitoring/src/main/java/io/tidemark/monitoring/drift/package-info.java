/**
 * Drift mathematics: counts over fixed bins, distances between them, and what may be concluded.
 *
 * <p>Pure: values in, values out. No clock, no randomness, no Kafka, no metrics library. All
 * arithmetic that decides a result runs on integers or, in a fixed order, on {@code StrictMath}, so
 * that a result has the same bits on every machine, for any partitioning, order or replay.
 */
package io.tidemark.monitoring.drift;
