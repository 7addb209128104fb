package io.tidemark.monitoring.drift;

import java.time.Duration;
import java.util.List;

/**
 * How many episodes chance may open, and what one evaluation may claim of that.
 *
 * <p>An evaluation of all that are made of a model version has an equal part of the budget. Since
 * windows overlap and an episode needs several alerts, chance opens fewer than that.
 *
 * @param falseAlarmsPerMonth episodes without drift in thirty days, over all series and windows of
 *     a model version; positive
 */
public record AlarmBudget(double falseAlarmsPerMonth) {
  /** One a month. */
  public static final AlarmBudget DEFAULT = new AlarmBudget(1);

  /** What a month is. */
  public static final Duration MONTH = Duration.ofDays(30);

  private static final Duration LONGEST_STEP = Duration.ofMinutes(5);
  private static final long STEPS_OF_A_WINDOW = 12;

  /** However large the budget, an alert is no coin toss. */
  private static final double LARGEST_ALPHA = 0.05;

  public AlarmBudget {
    if (!(falseAlarmsPerMonth > 0)) {
      throw new IllegalArgumentException(
          "Invalid budget of %s false alarms a month: must be above 0"
              .formatted(falseAlarmsPerMonth));
    }
  }

  /**
   * How often a window is judged: a twelfth of it, from one to five minutes, in whole minutes that
   * divide an hour.
   */
  public static Duration step(Duration window) {
    long minutes = Math.max(1, window.toMinutes() / STEPS_OF_A_WINDOW);
    return minutes >= LONGEST_STEP.toMinutes() ? LONGEST_STEP : Duration.ofMinutes(minutes);
  }

  /** How often windows are judged in a month. */
  public static double evaluations(int series, List<Duration> windows) {
    double perSeries = 0;
    for (Duration window : windows) {
      perSeries += (double) MONTH.toMinutes() / step(window).toMinutes();
    }
    return series * perSeries;
  }

  /**
   * The probability of a false alert that one evaluation may have.
   *
   * @param series features of the baseline, score and decision among them; none are taken as one
   * @param windows those that are declared
   */
  public double alpha(int series, List<Duration> windows) {
    return Math.min(LARGEST_ALPHA, falseAlarmsPerMonth / evaluations(Math.max(1, series), windows));
  }
}
