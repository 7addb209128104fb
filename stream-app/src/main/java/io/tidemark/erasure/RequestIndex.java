package io.tidemark.erasure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Leads from an entity to the requests that are about it, for as long as anything is kept of them.
 * What is noted is dropped by the week, so that nothing else is stored with it. Not thread-safe.
 */
public final class RequestIndex {
  private static final long WEEK_MS = Duration.ofDays(7).toMillis();
  private static final int HEX = 16;

  private final RequestRows rows;
  private final long keptMs;

  /** No row of an earlier week is there. */
  private int firstWeek;

  /** Where dropping goes on; {@code null} at the beginning of a week. */
  private byte[] next;

  /**
   * An index over what a task has stored.
   *
   * @param kept how long a request is found at least, from when it was noted; positive
   */
  public RequestIndex(RequestRows rows, Duration kept) {
    this.rows = rows;
    this.keptMs = kept.toMillis();
  }

  /**
   * Where somebody stands among the requests of an entity.
   *
   * @param after the key they have seen last
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Place(byte[] after) {}

  /**
   * A request of an entity.
   *
   * @param requestId which one
   * @param place where it stands
   */
  public record Found(String requestId, Place place) {}

  /**
   * Notes that a request is about an entity.
   *
   * @param nowMs the wall clock, milliseconds since the Unix epoch
   */
  public void add(String entity, String requestId, long nowMs) {
    rows.put(new RequestRow(week(nowMs), hash(entity), requestId).key());
  }

  /** Forgets a request that was found. */
  public void remove(Found found) {
    rows.remove(found.place().after());
  }

  /**
   * The next requests of an entity.
   *
   * @param from where the last ones ended, or {@code null} for the first ones
   * @return at most {@code most}, each once for every week in which it was noted; fewer where there
   *     are no more
   */
  public List<Found> of(String entity, Place from, int most) {
    long hash = hash(entity);
    List<Found> found = new ArrayList<>();
    byte[] start = from == null ? RequestRow.from(firstWeek) : behind(from.after());
    while (found.size() < most) {
      List<byte[]> first = rows.range(start, null, 1);
      if (first.isEmpty()) {
        break;
      }
      int week = RequestRow.of(first.get(0)).week();
      byte[] own = RequestRow.from(week, hash);
      byte[] begin = Arrays.compareUnsigned(start, own) > 0 ? start : own;
      byte[] end = end(week, hash);
      if (Arrays.compareUnsigned(begin, end) < 0) {
        rows.range(begin, end, most - found.size()).forEach(key -> found.add(found(key)));
      }
      start = endOf(week);
    }
    return found;
  }

  private static Found found(byte[] key) {
    return new Found(RequestRow.of(key).requestId(), new Place(key));
  }

  /**
   * Drops some of what was noted so long ago that nothing of it is kept.
   *
   * @param nowMs the wall clock, milliseconds since the Unix epoch
   * @param most how many at once
   * @param lives whether something of a request is there all the same: it is noted anew
   */
  public void dropOld(long nowMs, int most, Predicate<String> lives) {
    int end = week(nowMs - keptMs);
    if (end <= firstWeek) {
      return;
    }
    byte[] from = next == null ? RequestRow.from(firstWeek) : next;
    List<byte[]> old = rows.range(from, RequestRow.from(end), most);
    for (byte[] key : old) {
      RequestRow row = RequestRow.of(key);
      if (lives.test(row.requestId())) {
        rows.put(new RequestRow(week(nowMs), row.entity(), row.requestId()).key());
      }
      rows.remove(key);
      next = behind(key);
    }
    if (old.size() < most) {
      firstWeek = end;
      next = null;
    }
  }

  private static int week(long ms) {
    return (int) Math.max(0, Math.min(RequestRow.MAX_WEEK, ms / WEEK_MS));
  }

  private static byte[] end(int week, long hash) {
    return hash == -1 ? endOf(week) : RequestRow.from(week, hash + 1);
  }

  private static byte[] endOf(int week) {
    return week == RequestRow.MAX_WEEK ? new byte[] {-1, -1, -1} : RequestRow.from(week + 1);
  }

  private static byte[] behind(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  private static long hash(String entity) {
    return Long.parseUnsignedLong(ErasureMemory.hash(entity).substring(0, HEX), HEX);
  }
}
