package io.tidemark.definition;

import java.time.Duration;

/**
 * What an aggregate is taken over: a sliding window {@code [now - size, now)} whose tail moves in
 * hops, or the running session.
 *
 * @param label the suffix of the field's name: the length as written in the definition, such as
 *     {@code 24h}, or {@code session_30m}
 * @param size length, 1 minute to 90 days; of a session the gap without events that ends it
 * @param hop the step in which the tail moves; {@code null} for the largest usual step of at most a
 *     twelfth of the window; 1 ms for a window that is exact
 * @param session whether this is a session
 */
public record Window(String label, Duration size, Duration hop, boolean session) {
  /** The hop of a window that is exact: times have no finer resolution. */
  public static final Duration EXACT = Duration.ofMillis(1);

  /** A sliding window with the usual hop. */
  public Window(String label, Duration size) {
    this(label, size, null, false);
  }

  /** The session that ends after a gap. */
  public static Window session(String label, Duration gap) {
    return new Window(label, gap, null, true);
  }

  /** The same window with a hop of its own. */
  public Window withHop(Duration declared) {
    return new Window(label, size, declared, session);
  }
}
