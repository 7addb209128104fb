package io.tidemark.monitoring.labels;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * How many predictions wait, by when they were made: in steps of the last three hours' worth, and
 * in sixties of steps before. So a label with a window of 90 days has at most some 2,400 counts,
 * however many predictions wait. Not thread-safe.
 */
final class WaitSlots {
  private final TreeMap<Long, Long> counts = new TreeMap<>();

  /** Counts predictions that begin to wait. */
  void add(WaitStep step, long timeMs, long nowMs, long count) {
    if (count > 0) {
      counts.merge(step.slot(timeMs, nowMs), count, Long::sum);
    }
  }

  /** Takes away predictions that wait no more, from the slot that begins last before them. */
  void remove(long timeMs, long count) {
    long left = count;
    Map.Entry<Long, Long> slot = counts.floorEntry(timeMs);
    while (slot != null && left > 0) {
      long taken = Math.min(left, slot.getValue());
      left -= taken;
      if (taken == slot.getValue()) {
        counts.remove(slot.getKey());
      } else {
        counts.put(slot.getKey(), slot.getValue() - taken);
      }
      slot = counts.lowerEntry(slot.getKey());
    }
  }

  /** Counts what has grown old in coarser slots. */
  void fold(WaitStep step, long nowMs) {
    Map<Long, Long> old = counts.headMap(step.fineFromMs(nowMs));
    if (old.keySet().stream().anyMatch(slot -> Math.floorMod(slot, step.coarseMs()) != 0)) {
      TreeMap<Long, Long> folded = new TreeMap<>();
      old.forEach((slot, count) -> folded.merge(step.slot(slot, nowMs), count, Long::sum));
      old.clear();
      counts.putAll(folded);
    }
  }

  boolean isEmpty() {
    return counts.isEmpty();
  }

  void each(BiConsumer<Long, Long> slot) {
    counts.forEach(slot);
  }

  void putInto(ByteWriter out) {
    out.unsigned(counts.size());
    long before = 0;
    for (Map.Entry<Long, Long> slot : counts.entrySet()) {
      out.signed(slot.getKey() - before).unsigned(slot.getValue());
      before = slot.getKey();
    }
  }

  static WaitSlots next(ByteReader in) {
    WaitSlots slots = new WaitSlots();
    long before = 0;
    for (int left = in.count(); left > 0; left--) {
      before += in.signed();
      slots.counts.put(before, in.unsigned());
    }
    return slots;
  }
}
