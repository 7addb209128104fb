package io.tidemark.seen;

import io.tidemark.validation.SeenIds;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Event ids of the past, by the rule of the ids of what comes in: an event within the window of
 * another with its id is a duplicate, one older than the window before the newest counts as new. On
 * the heap, and bounded: beyond {@value #MAX_IDS} ids the first remembered are forgotten first. Not
 * thread-safe.
 */
public final class PastSeenIds implements SeenIds {
  /** About 300 MB of them. */
  public static final int MAX_IDS = 2_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(PastSeenIds.class);

  private final long windowMs;
  private final int maxIds;
  private final Map<String, Long> timeById = new HashMap<>();
  private final Deque<Seen> inOrder = new ArrayDeque<>();
  private long newestMs = Long.MIN_VALUE;
  private boolean overflowed;

  private record Seen(String id, long timeMs) {}

  public PastSeenIds(Duration window) {
    this(window, MAX_IDS);
  }

  public PastSeenIds(Duration window, int maxIds) {
    this.windowMs = window.toMillis();
    this.maxIds = maxIds;
  }

  @Override
  public boolean firstTime(String id, long eventTimeMs) {
    newestMs = Math.max(newestMs, eventTimeMs);
    if (eventTimeMs < newestMs - windowMs) {
      return true;
    }
    Long seenMs = timeById.get(id);
    if (seenMs != null && Math.abs(eventTimeMs - seenMs) <= windowMs) {
      return false;
    }
    timeById.put(id, eventTimeMs);
    inOrder.add(new Seen(id, eventTimeMs));
    forget();
    return true;
  }

  private void forget() {
    while (inOrder.peek().timeMs() < newestMs - 2 * windowMs || inOrder.size() > maxIds) {
      if (inOrder.size() > maxIds && !overflowed) {
        overflowed = true;
        LOG.warn(
            "More than {} event ids within the window of de-duplication: a repeat further back in"
                + " the past counts twice for a group that catches up",
            maxIds);
      }
      Seen oldest = inOrder.remove();
      timeById.remove(oldest.id(), oldest.timeMs());
    }
  }
}
