package io.tidemark.feature.aggregate;

/**
 * A place for one aggregate in every tile of a layout.
 *
 * @param aggregation the algebra that owns the place
 * @param input index of the aggregate of the group whose input feeds it
 * @param word offset of its first word in the tile
 * @param ref offset of its reference in the tile; unused where the aggregation keeps none
 */
public record Slot(Aggregation aggregation, int input, int word, int ref) {}
