package io.tidemark.monitoring.labels;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import java.util.List;
import java.util.TreeSet;

/**
 * How many were not matched, and the last {@value #MOST} of them. What is added in whichever order
 * comes to the same. Not thread-safe.
 */
public final class UnmatchedSamples {
  /** How many are kept. */
  public static final int MOST = 10;

  private long count;
  private final TreeSet<Unmatched> newest = new TreeSet<>(Unmatched.NEWEST);

  void add(Unmatched one) {
    count++;
    keep(one);
  }

  private void keep(Unmatched one) {
    newest.add(one);
    if (newest.size() > MOST) {
      newest.pollLast();
    }
  }

  void add(UnmatchedSamples more) {
    count += more.count;
    more.newest.forEach(this::keep);
  }

  /** Leaves nothing of a request; it stays counted. */
  void forget(String requestId) {
    newest.removeIf(one -> one.requestId().equals(requestId));
  }

  /** All that there were. */
  public long count() {
    return count;
  }

  /** The newest first. */
  public List<Unmatched> newest() {
    return List.copyOf(newest);
  }

  void putInto(ByteWriter out) {
    out.unsigned(count).unsigned(newest.size());
    newest.forEach(one -> one.putInto(out));
  }

  static UnmatchedSamples next(ByteReader in) {
    UnmatchedSamples samples = new UnmatchedSamples();
    samples.count = in.unsigned();
    for (int left = in.count(); left > 0; left--) {
      samples.newest.add(Unmatched.next(in));
    }
    return samples;
  }
}
