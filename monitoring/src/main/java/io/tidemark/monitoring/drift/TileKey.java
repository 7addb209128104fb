package io.tidemark.monitoring.drift;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import io.tidemark.monitoring.drift.tiles.Tile;

/**
 * The key of a row of counts: whose they are, and of which minute or hour.
 *
 * @param counted the series and its bins
 * @param tile the minute or hour
 */
public record TileKey(CountedSeries counted, Tile tile) {
  /** The first byte of every key. */
  public static final int FORMAT = 1;

  /** {@code [format 1][model][version][feature][binning][minutes of the tile][start]}. */
  public byte[] encode() {
    Series series = counted.series();
    return new ByteWriter(96)
        .octet(FORMAT)
        .text(series.model())
        .text(series.version())
        .text(series.feature())
        .text(counted.binning())
        .octet(tile.minutes())
        .signed(tile.start())
        .toByteArray();
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public static TileKey decode(byte[] bytes) {
    ByteReader in = new ByteReader("key of drift tile", bytes).expectFormat(FORMAT);
    Series series = new Series(in.text(), in.text(), in.text());
    CountedSeries counted = new CountedSeries(series, in.text());
    Tile tile = tile(in);
    in.expectEnd();
    return new TileKey(counted, tile);
  }

  private static Tile tile(ByteReader in) {
    int minutes = in.octet();
    long start = in.signed();
    try {
      return new Tile(start, minutes);
    } catch (IllegalArgumentException e) {
      throw in.damaged("a tile that cannot be (" + e.getMessage() + ")");
    }
  }
}
