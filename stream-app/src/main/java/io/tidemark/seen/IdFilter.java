package io.tidemark.seen;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells of most ids that were never added that they were not, at about ten bits an id.
 *
 * <p>A chain of Bloom filters, each of twice the room of the one before, so how many ids will come
 * need not be known. Every filter is blocked: all bits of an id lie in one block of 512, which is
 * one line of a processor's cache. Beyond the most bytes the last filter takes what comes and
 * answers "may contain" more and more often; it never answers "no" to an id that was added. Not
 * thread-safe.
 */
public final class IdFilter {
  /*
   * F. Putze, P. Sanders, J. Singler, Cache-, Hash- and Space-Efficient Bloom Filters, 2007.
   */

  /** Room for about 6,500 ids. */
  public static final int FEWEST_BYTES = 8 << 10;

  private static final int BITS_PER_ID = 10;
  private static final int PROBES = 7;
  private static final int PROBE_BITS = 9;
  private static final int BLOCK_WORDS = (1 << PROBE_BITS) / Long.SIZE;

  /** 2^64 divided by the golden ratio, and odd: spreads bits of a hash upwards. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final int mostBytes;
  private final List<long[]> filters = new ArrayList<>();
  private long[] newest;
  private long roomLeft;
  private long added;

  /**
   * @param expected how many ids are expected; more may come
   * @param mostBytes bound of all filters together; what is below {@value #FEWEST_BYTES} counts as
   *     that
   */
  public IdFilter(long expected, int mostBytes) {
    this.mostBytes = Math.max(FEWEST_BYTES, mostBytes);
    long bytes = Math.max(FEWEST_BYTES, expected * BITS_PER_ID / Byte.SIZE);
    open((int) Math.min(Integer.highestOneBit(this.mostBytes), powerOfTwo(bytes)));
  }

  private static long powerOfTwo(long atLeast) {
    long below = Long.highestOneBit(atLeast);
    return below == atLeast ? below : 2 * below;
  }

  private void open(int bytes) {
    newest = new long[bytes / Long.BYTES];
    filters.add(newest);
    roomLeft = (long) bytes * Byte.SIZE / BITS_PER_ID;
  }

  /**
   * Adds an id.
   *
   * @param hash of its 64 bits every one matters
   */
  public void add(long hash) {
    if (roomLeft == 0) {
      grow();
    }
    int block = block(newest, hash);
    long probes = probes(hash);
    for (int i = 0; i < PROBES; i++) {
      newest[block + word(probes)] |= 1L << probes;
      probes >>>= PROBE_BITS;
    }
    roomLeft--;
    added++;
  }

  private void grow() {
    int next = 2 * newest.length * Long.BYTES;
    if (next <= mostBytes - bytes()) {
      open(next);
    } else {
      roomLeft = Long.MAX_VALUE;
    }
  }

  /** Whether an id of this hash may have been added; if not, none was. */
  public boolean mayContain(long hash) {
    long probes = probes(hash);
    for (int i = filters.size() - 1; i >= 0; i--) {
      if (mayContain(filters.get(i), hash, probes)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayContain(long[] filter, long hash, long probes) {
    int block = block(filter, hash);
    long rest = probes;
    for (int i = 0; i < PROBES; i++) {
      if ((filter[block + word(rest)] & (1L << rest)) == 0) {
        return false;
      }
      rest >>>= PROBE_BITS;
    }
    return true;
  }

  /** Index of the first word of the block: lengths are powers of two, at least a block's. */
  private static int block(long[] filter, long hash) {
    return (int) hash & (filter.length - 1) & -BLOCK_WORDS;
  }

  /** Seven places in a block, nine bits each, from the end. */
  private static long probes(long hash) {
    long spread = hash * SPREAD;
    return (spread ^ (spread >>> 32)) * SPREAD >>> 1;
  }

  /** The six lower bits of a place tell the bit, as shifts take them; the next three the word. */
  private static int word(long probes) {
    return (int) (probes >>> 6) & (BLOCK_WORDS - 1);
  }

  /** How many were added, those added twice counted twice. */
  public long added() {
    return added;
  }

  /** What all filters take on the heap. */
  public int bytes() {
    return filters.stream().mapToInt(filter -> filter.length * Long.BYTES).sum();
  }
}
