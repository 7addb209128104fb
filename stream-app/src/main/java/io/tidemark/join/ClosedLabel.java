package io.tidemark.join;

/**
 * What is kept of a label that has closed, so that what comes late is told from what comes too
 * late.
 *
 * @param name the label's name
 * @param fromMs earliest time of an outcome that would have counted, inclusive
 * @param untilMs latest time of an outcome that would have counted, inclusive
 * @param horizonMs the first instant that is beyond its late horizon
 */
public record ClosedLabel(String name, long fromMs, long untilMs, long horizonMs) {

  static ClosedLabel of(OpenLabel label) {
    return new ClosedLabel(label.name(), label.fromMs(), label.untilMs(), label.horizonMs());
  }

  boolean covers(Outcome outcome) {
    return fromMs <= outcome.timeMs() && outcome.timeMs() <= untilMs;
  }
}
