package io.tidemark.monitoring.drift;

/**
 * From when on a difference counts.
 *
 * @param convention how PSI treats empty bins
 * @param warn de-biased PSI from which a significant difference is moderate; positive
 * @param alert de-biased PSI above which a significant difference is large; at least {@code warn}
 * @param alpha false alarm rate of one comparison, in {@code (0, 1)}
 * @param minCount fewest values on each side for a comparison; at least 1
 * @param budget rate at which one comparison may alert by chance, in {@code (0, 1)}: where size
 *     does not see to that, it is the false alarm rate
 */
public record DriftRule(
    PsiConvention convention,
    double warn,
    double alert,
    double alpha,
    long minCount,
    double budget) {

  /** 0.1 and 0.2, one false alarm in a thousand, 100 values. */
  public static final DriftRule DEFAULT =
      new DriftRule(PsiConvention.JEFFREYS, 0.1, 0.2, 0.001, 100, 0.001);

  /** The bands of credit scoring: 0.1 and 0.25. */
  public static final DriftRule CREDIT_SCORING = DEFAULT.withEffect(0.1, 0.25);

  public DriftRule {
    if (!(warn > 0 && alert >= warn && isRate(alpha) && isRate(budget) && minCount >= 1)) {
      throw new IllegalArgumentException(
          "Invalid drift rule: warn %s, alert %s, alpha %s, at least %d values; must be 0 < warn <= alert, 0 < alpha < 1, at least 1 value"
              .formatted(warn, alert, alpha, minCount));
    }
  }

  private static boolean isRate(double rate) {
    return rate > 0 && rate < 1;
  }

  /** The rule with other sizes. */
  public DriftRule withEffect(double newWarn, double newAlert) {
    return new DriftRule(convention, newWarn, newAlert, alpha, minCount, budget);
  }

  /** The rule with another false alarm rate, which its alerts may have too. */
  public DriftRule withAlpha(double newAlpha) {
    return new DriftRule(convention, warn, alert, newAlpha, minCount, newAlpha);
  }

  /** The rule with another rate at which it may alert by chance. */
  public DriftRule withBudget(double newBudget) {
    return new DriftRule(convention, warn, alert, alpha, minCount, newBudget);
  }

  /** The rule with another convention. */
  public DriftRule withConvention(PsiConvention newConvention) {
    return new DriftRule(newConvention, warn, alert, alpha, minCount, budget);
  }

  /** The rule with another least number of values. */
  public DriftRule withMinCount(long newMinCount) {
    return new DriftRule(convention, warn, alert, alpha, newMinCount, budget);
  }

  /**
   * The false alarm rate of a comparison. A difference must be large as well: where chance makes
   * one that large more seldom than the budget allows, to be beyond chance need not be harder than
   * it is.
   */
  double alpha(NullLaw law) {
    boolean sizeSuffices = law.pValue(alert + law.mean()) <= budget;
    return sizeSuffices ? Math.max(alpha, budget) : budget;
  }

  /** The smallest rate a comparison may have. */
  double smallestAlpha() {
    return Math.min(alpha, budget);
  }

  DriftStatus band(double psi, double psiDebiased, double critical) {
    if (psi <= critical || psiDebiased < warn) {
      return DriftStatus.STABLE;
    }
    return psiDebiased > alert ? DriftStatus.SIGNIFICANT : DriftStatus.MODERATE;
  }
}
