package io.tidemark.erasure;

import java.util.List;

/** Where a task remembers erasures: rows by a text, in the order of their keys. */
public interface ErasureRows {
  /** What is stored under a key, or null. */
  byte[] get(String key);

  /** Stores a row; null deletes it. */
  void put(String key, byte[] bytes);

  /** The first rows whose keys begin so, at most so many. */
  List<byte[]> startingWith(String prefix, int most);
}
