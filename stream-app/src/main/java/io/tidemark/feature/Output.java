package io.tidemark.feature;

import io.tidemark.event.FieldType.Kind;
import io.tidemark.feature.aggregate.Aggregation;
import io.tidemark.feature.aggregate.Slot;

/**
 * A value of the vector and where it is computed from.
 *
 * @param field index in the vector
 * @param slot the slot that holds its state
 * @param aggregation gives the result; may differ from the slot's, whose state it shares
 * @param input the kind of the inputs
 */
record Output(int field, Slot slot, Aggregation aggregation, Kind input) {}
