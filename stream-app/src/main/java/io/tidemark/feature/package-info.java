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
 * <p>What is aggregated in a tile, and how, is in {@link io.tidemark.feature.aggregate}.
 */
package io.tidemark.feature;
