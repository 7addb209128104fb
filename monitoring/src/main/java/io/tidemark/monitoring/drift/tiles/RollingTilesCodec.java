package io.tidemark.monitoring.drift.tiles;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.BinCountsCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The binary form of {@link RollingTiles}, format 1. All numbers are varints, signed ones zig-zag.
 *
 * <pre>
 * state   = format:byte bins windows:count { tiles } grace:tiles now:signed closed open
 * closed  = count { age counts }                age = now - tile
 * open    = count { age:signed parts }          tiles ahead of time have a negative age
 * parts   = count { partition:signed counts }
 * counts  = one signed number per bin
 * </pre>
 *
 * <p>Window sums are not stored; they follow from the tiles. Equal states have equal bytes,
 * whatever their history. Bytes of another format or that make no state are refused with {@link
 * io.tidemark.bytes.FormatException}.
 */
public final class RollingTilesCodec {

  private static final int FORMAT = 1;
  private static final int MAX_TILES = TileLayout.tiles(TileLayout.MAX_WINDOW);
  private static final int MAX_PARTITIONS = 1 << 20;

  /** Far beyond any date, and far from overflow in milliseconds. */
  private static final long MAX_TILE = 1L << 40;

  private RollingTilesCodec() {}

  /** The bytes of the state. */
  public static byte[] encode(RollingTiles state) {
    ByteWriter out = new ByteWriter().octet(FORMAT);
    putLayout(state.layout(), out);
    out.signed(state.nowTile());
    putClosed(state, out);
    putOpen(state, out);
    return out.toByteArray();
  }

  private static void putLayout(TileLayout layout, ByteWriter out) {
    out.unsigned(layout.bins()).unsigned(layout.windows().size());
    layout.windows().forEach(window -> out.unsigned(TileLayout.tiles(window)));
    out.unsigned(TileLayout.tiles(layout.grace()));
  }

  private static void putClosed(RollingTiles state, ByteWriter out) {
    out.unsigned(state.closedTiles().size());
    state
        .closedTiles()
        .forEach(
            (tile, packed) -> {
              out.unsigned(state.nowTile() - tile);
              BinCountsCodec.putCounts(BinCountsCodec.decode(packed), out);
            });
  }

  private static void putOpen(RollingTiles state, ByteWriter out) {
    out.unsigned(state.openTiles().size());
    for (Map.Entry<Long, PartitionTile> tile : state.openTiles().entrySet()) {
      out.signed(state.nowTile() - tile.getKey());
      out.unsigned(tile.getValue().byPartition().size());
      tile.getValue()
          .byPartition()
          .forEach(
              (partition, counts) -> {
                out.signed(partition);
                BinCountsCodec.putCounts(counts, out);
              });
    }
  }

  /**
   * The state in the bytes.
   *
   * @throws io.tidemark.bytes.FormatException when the bytes are of another format or damaged
   */
  public static RollingTiles decode(byte[] bytes) {
    ByteReader in = new ByteReader("rolling tiles", bytes).expectFormat(FORMAT);
    TileLayout layout = nextLayout(in);
    RollingTiles state = new RollingTiles(layout, nextTileStartMs("time", in.signed(), in));
    nextClosed(state, in);
    nextOpen(state, in);
    in.expectEnd();
    return state;
  }

  private static long nextTileStartMs(String name, long tile, ByteReader in) {
    if (tile > MAX_TILE || tile < -MAX_TILE) {
      throw in.damaged("%s at tile %d (at most %d)".formatted(name, tile, MAX_TILE));
    }
    return tile * TileLayout.TILE.toMillis();
  }

  private static TileLayout nextLayout(ByteReader in) {
    int bins = in.number("number of bins", BinCountsCodec.MAX_BINS);
    int count = in.number("number of windows", TileLayout.MAX_WINDOWS);
    List<Duration> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      windows.add(nextMinutes("window", in));
    }
    return layout(bins, windows, nextMinutes("grace", in), in);
  }

  private static TileLayout layout(
      int bins, List<Duration> windows, Duration grace, ByteReader in) {
    try {
      return new TileLayout(bins, windows, grace);
    } catch (IllegalArgumentException e) {
      throw in.damaged("a layout that cannot be (" + e.getMessage() + ")");
    }
  }

  private static Duration nextMinutes(String name, ByteReader in) {
    return TileLayout.TILE.multipliedBy(in.number(name, MAX_TILES));
  }

  private static void nextClosed(RollingTiles state, ByteReader in) {
    int count = in.number("number of closed tiles", MAX_TILES);
    for (int i = 0; i < count; i++) {
      long age = in.number("age of a tile", MAX_TILES);
      BinCounts sum = BinCountsCodec.nextCounts(state.layout().bins(), in);
      if (!state.restoreClosed(state.nowTile() - age, sum)) {
        throw in.damaged("closed tile of %s at age %d".formatted(sum, age));
      }
    }
  }

  private static void nextOpen(RollingTiles state, ByteReader in) {
    int count = in.number("number of open tiles", 2 * MAX_TILES + 1);
    for (int i = 0; i < count; i++) {
      long tile = state.nowTile() - in.signed();
      long startMs = nextTileStartMs("open tile", tile, in);
      int parts = in.number("number of partitions", MAX_PARTITIONS);
      for (int j = 0; j < parts; j++) {
        nextPart(state, startMs, in);
      }
    }
  }

  private static void nextPart(RollingTiles state, long tileStartMs, ByteReader in) {
    long partition = in.signed();
    BinCounts counts = BinCountsCodec.nextCounts(state.layout().bins(), in);
    if (partition != (int) partition
        || state.put((int) partition, tileStartMs, counts) != RollingTiles.Put.APPLIED) {
      throw in.damaged(
          "open tile of %s at %d ms of partition %d".formatted(counts, tileStartMs, partition));
    }
  }
}
