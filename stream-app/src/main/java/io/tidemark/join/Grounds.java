package io.tidemark.join;

/**
 * What a label rests on when it is said: a function of the records that had come by then.
 *
 * @param kind what happened that decided it, such as {@code click}; {@code null} where nothing has
 * @param outcomes how many outcomes count for it and say something about it; at most {@link
 *     OutcomeMemory#MAX_OUTCOMES}, since no more are kept
 * @param observedMs for how long the prediction had been watched, milliseconds from its own time,
 *     at least 0: until the newest of those outcomes had come, or until window and grace were over
 */
public record Grounds(String kind, int outcomes, long observedMs) {

  /** What decides a label whose window is open, or corrects one that has closed. */
  static Grounds soFar(JoinState.Open open, OpenLabel label, Decided now) {
    long sinceMs = open.prediction().timeMs();
    long newestMs =
        open.outcomes().stream()
            .filter(arrival -> label.takes(arrival))
            .filter(arrival -> arrival.outcome().speaks(label.name()).isPresent())
            .mapToLong(Arrival::atMs)
            .reduce(open.arrivedMs(), Math::max);
    return new Grounds(now.kind(), now.outcomes(), Math.max(0, newestMs - sinceMs));
  }

  /** What a label that closes has come to. */
  static Grounds atClose(JoinState.Open open, OpenLabel label) {
    long observedMs = label.closesAtMs() - 1 - open.prediction().timeMs();
    return LabelDecision.decide(label, open.outcomes())
        .map(now -> new Grounds(now.kind(), now.outcomes(), observedMs))
        .orElseGet(() -> new Grounds(null, 0, observedMs));
  }
}
