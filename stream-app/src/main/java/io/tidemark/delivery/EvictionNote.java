package io.tidemark.delivery;

import io.tidemark.monitoring.metrics.StoreMetrics;
import io.tidemark.store.StoreState.Eviction;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the store drops rows when its memory is full: whoever has lost his row looks like
 * somebody new. One thread, but for {@link #note}.
 */
final class EvictionNote {
  private static final Logger LOG = LoggerFactory.getLogger(EvictionNote.class);

  private final StoreMetrics metrics;
  private volatile Eviction last = Eviction.NONE;
  private boolean seen;

  EvictionNote(StoreMetrics metrics) {
    this.metrics = metrics;
    metrics.storeEvicting(() -> last.evicts());
  }

  /** Takes note of what the store said last; a server that starts anew counts from 0 again. */
  void look(Eviction now) {
    if (seen && now.keys() > last.keys()) {
      metrics.storeEvicted(now.keys() - last.keys());
    }
    if (now.evicts() && !last.evicts()) {
      LOG.warn("The online store may lose rows: {}", text(now));
    }
    seen = true;
    last = now;
  }

  /** What there is to say about it; empty where the store keeps what it has. */
  Optional<String> note() {
    return Optional.of(last).filter(Eviction::evicts).map(EvictionNote::text);
  }

  private static String text(Eviction eviction) {
    return "maxmemory-policy is %s, %d keys evicted since it started: set noeviction and enough maxmemory, then it is filled anew"
        .formatted(eviction.policy(), eviction.keys());
  }
}
