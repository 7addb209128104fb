package io.tidemark.monitoring.drift;

import java.util.List;

/**
 * The figures of one comparison.
 *
 * @param psi population stability index under the rule's convention, over the effective bins
 * @param psiDebiased {@code max(0, psi - what chance gives on average)}: the size of the drift
 * @param criticalValue what PSI exceeds by chance with probability {@code alpha}
 * @param pValue probability of a PSI this large by chance
 * @param alpha the false alarm rate: the rule's, or its budget's
 * @param calibration how dependent the values are taken to be
 * @param effectiveBins bins with a value on at least one side; the others are in neither the PSI
 *     nor the degrees of freedom
 * @param countedIn for every bin of the binning, the bin that its values count in on both sides:
 *     its own, or a neighbour for one that is thin in the baseline and no surprise now
 * @param contributions the terms of the PSI, one per bin of the binning, 0 for bins that are not
 *     effective; their sum in order is {@code psi}
 * @param topMoves the bins with the largest contributions, largest first; none with a contribution
 *     of 0
 * @param measures further measures
 */
public record Evidence(
    double psi,
    double psiDebiased,
    double criticalValue,
    double pValue,
    double alpha,
    Calibration calibration,
    int effectiveBins,
    List<Integer> countedIn,
    List<Double> contributions,
    List<BinMove> topMoves,
    DriftMeasures measures) {

  public Evidence {
    countedIn = List.copyOf(countedIn);
    contributions = List.copyOf(contributions);
    topMoves = List.copyOf(topMoves);
  }

  /** Over-dispersion of the values; 1 when taken as independent. */
  public double phi() {
    return calibration.phi();
  }

  /** Whether the difference is beyond chance, however small. */
  public boolean isBeyondChance() {
    return psi > criticalValue;
  }
}
