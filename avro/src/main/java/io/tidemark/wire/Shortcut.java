package io.tidemark.wire;

/**
 * Decodes some payloads at less cost, and leaves all others alone.
 *
 * @param <T> class of the records
 */
interface Shortcut<T> {

  /**
   * The record whose bytes go from the offset to the end; null when that is for others to say, be
   * it corrupt, beyond the limits or just another form.
   */
  T read(byte[] value, int offset, DecodingLimits limits);

  /** Leaves every payload alone. */
  static <T> Shortcut<T> none() {
    return (value, offset, limits) -> null;
  }
}
