package io.tidemark.seen;

/** Takes ids one by one. */
@FunctionalInterface
public interface IdVisitor {
  /**
   * Takes an id.
   *
   * @param high the first half of its hash
   * @param low the second half
   * @param timeMs when its event was, milliseconds since the Unix epoch
   */
  void id(long high, long low, long timeMs);
}
