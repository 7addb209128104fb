package io.tidemark.monitoring.drift;

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
 * IllegalArgumentException}.
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
    VarintOutput out = new VarintOutput().putByte(FORMAT);
    putLayout(state.layout(), out);
    out.putSigned(state.nowTile());
    putClosed(state, out);
    putOpen(state, out);
    return out.toByteArray();
  }

  private static void putLayout(TileLayout layout, VarintOutput out) {
    out.putUnsigned(layout.bins()).putUnsigned(layout.windows().size());
    layout.windows().forEach(window -> out.putUnsigned(TileLayout.tiles(window)));
    out.putUnsigned(TileLayout.tiles(layout.grace()));
  }

  private static void putClosed(RollingTiles state, VarintOutput out) {
    out.putUnsigned(state.closedTiles().size());
    state
        .closedTiles()
        .forEach(
            (tile, packed) -> {
              out.putUnsigned(state.nowTile() - tile);
              BinCountsCodec.putCounts(BinCountsCodec.decode(packed), out);
            });
  }

  private static void putOpen(RollingTiles state, VarintOutput out) {
    out.putUnsigned(state.openTiles().size());
    for (Map.Entry<Long, PartitionTile> tile : state.openTiles().entrySet()) {
      out.putSigned(state.nowTile() - tile.getKey());
      out.putUnsigned(tile.getValue().byPartition().size());
      tile.getValue()
          .byPartition()
          .forEach(
              (partition, counts) -> {
                out.putSigned(partition);
                BinCountsCodec.putCounts(counts, out);
              });
    }
  }

  /** The state in the bytes. */
  public static RollingTiles decode(byte[] bytes) {
    VarintInput in = new VarintInput("rolling tiles", bytes);
    in.expectFormat(FORMAT);
    TileLayout layout = nextLayout(in);
    RollingTiles state = new RollingTiles(layout, nextTileStartMs("the time", in.nextSigned(), in));
    nextClosed(state, in);
    nextOpen(state, in);
    in.expectEnd();
    return state;
  }

  private static long nextTileStartMs(String name, long tile, VarintInput in) {
    if (Math.abs(tile) > MAX_TILE) {
      throw in.corrupt("has %s at tile %d; must be at most %d".formatted(name, tile, MAX_TILE));
    }
    return tile * TileLayout.TILE.toMillis();
  }

  private static TileLayout nextLayout(VarintInput in) {
    int bins = in.nextSize("number of bins", BinCountsCodec.MAX_BINS);
    int count = in.nextSize("number of windows", TileLayout.MAX_WINDOWS);
    List<Duration> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      windows.add(nextMinutes("window", in));
    }
    return new TileLayout(bins, windows, nextMinutes("grace", in));
  }

  private static Duration nextMinutes(String name, VarintInput in) {
    return TileLayout.TILE.multipliedBy(in.nextSize(name, MAX_TILES));
  }

  private static void nextClosed(RollingTiles state, VarintInput in) {
    int count = in.nextSize("number of closed tiles", MAX_TILES);
    for (int i = 0; i < count; i++) {
      long age = in.nextSize("age of a tile", MAX_TILES);
      BinCounts sum = BinCountsCodec.nextCounts(state.layout().bins(), in);
      if (!state.restoreClosed(state.nowTile() - age, sum)) {
        throw in.corrupt("has a closed tile of %s at age %d".formatted(sum, age));
      }
    }
  }

  private static void nextOpen(RollingTiles state, VarintInput in) {
    int count = in.nextSize("number of open tiles", 2 * MAX_TILES + 1);
    for (int i = 0; i < count; i++) {
      long tile = state.nowTile() - in.nextSigned();
      long startMs = nextTileStartMs("an open tile", tile, in);
      int parts = in.nextSize("number of partitions", MAX_PARTITIONS);
      for (int j = 0; j < parts; j++) {
        nextPart(state, startMs, in);
      }
    }
  }

  private static void nextPart(RollingTiles state, long tileStartMs, VarintInput in) {
    int partition = (int) in.nextSigned();
    BinCounts counts = BinCountsCodec.nextCounts(state.layout().bins(), in);
    if (state.put(partition, tileStartMs, counts) != RollingTiles.Put.APPLIED) {
      throw in.corrupt("has an open tile of %s at %d ms".formatted(counts, tileStartMs));
    }
  }
}
