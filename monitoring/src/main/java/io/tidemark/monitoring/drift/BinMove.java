package io.tidemark.monitoring.drift;

/**
 * How one bin moved.
 *
 * @param bin the bin's number
 * @param label the bin's label
 * @param baselineShare observed share in the baseline, unsmoothed
 * @param currentShare observed share now, unsmoothed
 * @param contribution the bin's term of the PSI
 */
public record BinMove(
    int bin, String label, double baselineShare, double currentShare, double contribution) {}
