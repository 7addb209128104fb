/**
 * The operations of feature groups as algebras over cells: what an input adds, how cells merge,
 * what a cell comes to and how it is written. For {@link io.tidemark.feature} alone, which decides
 * what is merged when.
 *
 * <pre>
 * SlotLayout ── Slot: an Aggregation and its place ──► Cells: tiles in flat arrays
 *                                                      Cell: one aggregate in one tile
 * </pre>
 *
 * <p>Adding an operation is one class that implements {@code Aggregation}, or a {@code Summary} for
 * {@code ReferenceAggregation}, and one line in {@code Aggregations}.
 */
package io.tidemark.feature.aggregate;
