package io.tidemark.erasure;

import java.util.List;

/** Where a task keeps keys without values, in the order of their bytes, which are unsigned. */
public interface RequestRows {
  /** Keeps a key; the same one twice is one. */
  void put(byte[] key);

  /** Drops a key; one that is not there is ignored. */
  void remove(byte[] key);

  /**
   * The first keys from one on and before another, at most so many.
   *
   * @param to {@code null} for no end
   */
  List<byte[]> range(byte[] from, byte[] to, int most);
}
