package io.tidemark.join;

import io.tidemark.definition.Model.Policy;

/**
 * What is said of a label besides what it is.
 *
 * @param prediction the prediction, with its payload as logged
 * @param label the label's name
 * @param policy under which the prediction opened the label; the same in all that is said of it
 * @param negativeWeight for how many examples one of this label stands where its value is 0: 1, or
 *     more where others are left out for it, or 0 where it is left out. The same in all that is
 *     said of the label
 * @param grounds what it rests on now
 */
public record Said(
    Prediction prediction, String label, Policy policy, double negativeWeight, Grounds grounds) {}
