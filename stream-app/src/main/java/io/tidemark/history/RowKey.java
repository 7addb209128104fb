package io.tidemark.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The keys of rows, so that what is read together stands together:
 *
 * <ul>
 *   <li>a series: {@code S, table, identity}
 *   <li>a point: {@code P, table, identity, end, time}, or {@code P, table, time, identity, end}
 *   <li>the detail of a point: the same behind {@code D}
 *   <li>how far a partition was read: {@code O, topic, partition}
 * </ul>
 *
 * Times are turned so that the newest comes first. An identity ends with two bytes that are in
 * none, so that the order of keys is that of identities.
 */
final class RowKey {
  private static final byte SERIES = 'S';
  private static final byte POINT = 'P';
  private static final byte DETAIL = 'D';
  private static final byte OFFSET = 'O';
  private static final int HEAD = 2;
  private static final byte[] END = {0, 0};

  private RowKey() {}

  /** What every series of a table begins with. */
  static byte[] series(HistoryTable table) {
    return new byte[] {SERIES, table.id()};
  }

  static byte[] series(HistoryTable table, String identity) {
    return join(series(table), closed(identity));
  }

  /** What every point of a table, or of a series in it, begins with. */
  static byte[] points(HistoryTable table) {
    return new byte[] {POINT, table.id()};
  }

  static byte[] points(HistoryTable table, String identity) {
    return join(points(table), closed(identity));
  }

  /** A point of a table that is ordered by series. */
  static byte[] point(HistoryTable table, String identity, long timeMs) {
    byte[] points = points(table, identity);
    return ByteBuffer.allocate(points.length + Long.BYTES)
        .put(points)
        .putLong(turned(timeMs))
        .array();
  }

  /** Where points of a table that is ordered by time begin that are not newer. */
  static byte[] notAfter(HistoryTable table, long timeMs) {
    return ByteBuffer.allocate(HEAD + Long.BYTES)
        .put(points(table))
        .putLong(turned(timeMs))
        .array();
  }

  static byte[] of(HistoryTable table, String identity, long timeMs) {
    return table.bySeries()
        ? point(table, identity, timeMs)
        : join(notAfter(table, timeMs), closed(identity));
  }

  /** The key of a point's detail. */
  static byte[] detail(byte[] point) {
    byte[] key = point.clone();
    key[0] = DETAIL;
    return key;
  }

  static byte[] offset(String topic, int partition) {
    return ("" + (char) OFFSET + topic + "-" + partition).getBytes(UTF_8);
  }

  /** The next key there can be. */
  static byte[] behind(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  static boolean hasPrefix(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** What the series of a key is about. */
  static String identityOfSeries(byte[] key) {
    return opened(key, HEAD, key.length);
  }

  static String identityOf(HistoryTable table, byte[] point) {
    return table.bySeries()
        ? opened(point, HEAD, point.length - Long.BYTES)
        : opened(point, HEAD + Long.BYTES, point.length);
  }

  static long timeMsOf(HistoryTable table, byte[] point) {
    int at = table.bySeries() ? point.length - Long.BYTES : HEAD;
    return turned(ByteBuffer.wrap(point).getLong(at));
  }

  /** Whether bytes that came from outside are the key of a point of a table. */
  static boolean isPoint(HistoryTable table, byte[] key) {
    return key.length >= HEAD + Long.BYTES + END.length && hasPrefix(key, points(table));
  }

  /** Newest first; back again by itself. */
  private static long turned(long timeMs) {
    return ~timeMs ^ Long.MIN_VALUE;
  }

  private static byte[] closed(String identity) {
    return join(identity.replace("\0", "\0\1").getBytes(UTF_8), END);
  }

  private static String opened(byte[] key, int from, int to) {
    return new String(key, from, to - from - END.length, UTF_8).replace("\0\1", "\0");
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
