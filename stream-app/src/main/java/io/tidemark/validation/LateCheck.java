package io.tidemark.validation;

import io.tidemark.event.Event;
import java.time.Duration;
import java.util.List;

/**
 * Tells late events: those before {@code [now - longest window, now)}. Thread-safe.
 *
 * <p>It is a step of its own because it asks the clock that windows slide by, which for history is
 * stream time, while the validator asks the wall clock.
 */
public final class LateCheck {
  private final long longestWindowMs;

  /**
   * @param longestWindow the longest window over the source; positive
   */
  public LateCheck(Duration longestWindow) {
    this.longestWindowMs = longestWindow.toMillis();
  }

  /** Returns {@link Verdict.Late} for a late event that is valid or flagged, else the verdict. */
  public Verdict apply(Verdict verdict, long windowClockMs) {
    if (verdict instanceof Verdict.Valid valid && isLate(valid.event(), windowClockMs)) {
      return new Verdict.Late(valid.event(), List.of());
    }
    if (verdict instanceof Verdict.Flagged flagged && isLate(flagged.event(), windowClockMs)) {
      return new Verdict.Late(flagged.event(), flagged.rules());
    }
    return verdict;
  }

  private boolean isLate(Event event, long windowClockMs) {
    return event.timeMs() < windowClockMs - longestWindowMs;
  }
}
