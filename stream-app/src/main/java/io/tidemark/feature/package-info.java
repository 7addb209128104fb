/**
 * Windowed features of one entity as a pure computation: tiles of mergeable aggregates, read at an
 * instant that is an argument.
 *
 * <pre>
 * definition ──FeaturePlan──► FeatureEngine.apply(state, event, now)   one tile touched per tier
 *                             FeatureEngine.vector(state, now)         tiles merged per window
 *                             EntityStateCodec                         state ⇄ bytes
 * </pre>
 *
 * <p>Adding an aggregation is one class that implements {@code Aggregation} and one line in {@code
 * Aggregations}.
 */
package io.tidemark.feature;
