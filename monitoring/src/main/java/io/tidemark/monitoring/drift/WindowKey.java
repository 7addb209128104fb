package io.tidemark.monitoring.drift;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import java.time.Duration;

/**
 * One rolling window of one series.
 *
 * @param series what is counted
 * @param window length of the window, whole minutes
 */
public record WindowKey(Series series, Duration window) {
  /** The first byte of every key: no key of a tile begins like that. */
  public static final int FORMAT = 2;

  /** {@code [format 2][model][version][feature][minutes of the window]}. */
  public byte[] encode() {
    return new ByteWriter(96)
        .octet(FORMAT)
        .text(series.model())
        .text(series.version())
        .text(series.feature())
        .unsigned(window.toMinutes())
        .toByteArray();
  }

  /** Whether a key of the store is one of these. */
  public static boolean isOne(byte[] key) {
    return key[0] == FORMAT;
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public static WindowKey decode(byte[] bytes) {
    ByteReader in = new ByteReader("key of drift window", bytes).expectFormat(FORMAT);
    Series series = new Series(in.text(), in.text(), in.text());
    Duration window = Duration.ofMinutes(in.number("minutes of a window", Integer.MAX_VALUE));
    WindowKey key = new WindowKey(series, window);
    in.expectEnd();
    return key;
  }
}
