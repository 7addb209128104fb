package io.tidemark.join;

import java.time.Duration;

/**
 * What a step means for the count of predictions whose label is still to come.
 *
 * @param prediction whose label it is
 * @param label the label's name
 * @param cohort length of the cohorts by which its quality is measured, above 0
 * @param opened whether the step opened the label
 * @param settled whether nothing can change the label after the step, and something could before
 */
public record LabelMove(
    Prediction prediction, String label, Duration cohort, boolean opened, boolean settled) {}
