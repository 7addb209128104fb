package io.tidemark.progress;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * Where partitions ended at which times: so that it can be said of a reader up to which time it has
 * read everything, and of a record when it came at the earliest, whatever it claims.
 *
 * <p>Times are milliseconds since the Unix epoch, of one clock, and ends are the offsets after the
 * last record; both never go back from one mark to the next. Long lists are thinned, which makes
 * answers coarser and never wrong. Thread-safe.
 *
 * @param <P> a partition
 */
public final class Marks<P> {
  /** At a few marks a second this is minutes of full detail. */
  static final int MOST = 512;

  private volatile List<Mark<P>> marks = List.of();

  private record Mark<P>(long atMs, Map<P, Long> ends) {
    boolean isReached(Collection<P> partitions, ToLongFunction<P> positions) {
      return partitions.stream()
          .allMatch(p -> ends.containsKey(p) && positions.applyAsLong(p) >= ends.get(p));
    }

    boolean endsBehind(P partition, long offset) {
      return ends.getOrDefault(partition, Long.MIN_VALUE) > offset;
    }
  }

  /**
   * Notes where partitions ended; nothing where the clock has not gone on since the last mark.
   *
   * @param atMs an instant before the ends were asked for: what came until then lies before them
   */
  public synchronized void add(long atMs, Map<P, Long> ends) {
    if (!marks.isEmpty() && atMs <= marks.get(marks.size() - 1).atMs()) {
      return;
    }
    List<Mark<P>> more = marks.size() < MOST ? new ArrayList<>(marks) : thinned();
    more.add(new Mark<>(atMs, Map.copyOf(ends)));
    marks = List.copyOf(more);
  }

  private List<Mark<P>> thinned() {
    List<Mark<P>> kept = new ArrayList<>(MOST);
    for (int i = 0; i < marks.size(); i += 2) {
      kept.add(marks.get(i));
    }
    return kept;
  }

  /**
   * The time up to which everything has been read that came; empty when that is before the first
   * mark.
   *
   * @param partitions what is read; one that a mark does not know counts as unread
   * @param positions the offset each is read up to, exclusive
   */
  public OptionalLong readThrough(Collection<P> partitions, ToLongFunction<P> positions) {
    List<Mark<P>> all = marks;
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).isReached(partitions, positions)) {
        return OptionalLong.of(all.get(i).atMs());
      }
    }
    return OptionalLong.empty();
  }

  /**
   * When a record came: at its timestamp, but not before the newest mark that it lies behind.
   *
   * @param stampMs the timestamp it carries
   */
  public long arrivedMs(P partition, long offset, long stampMs) {
    List<Mark<P>> all = marks;
    int from = 0;
    int to = all.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (all.get(middle).endsBehind(partition, offset)) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    boolean known = from > 0 && all.get(from - 1).ends().containsKey(partition);
    return known ? Math.max(stampMs, all.get(from - 1).atMs()) : stampMs;
  }

  /** Forgets the marks before the newest one at or before this time. */
  public synchronized void forgetBefore(long atMs) {
    int first = 0;
    while (first + 1 < marks.size() && marks.get(first + 1).atMs() <= atMs) {
      first++;
    }
    marks = List.copyOf(marks.subList(first, marks.size()));
  }
}
