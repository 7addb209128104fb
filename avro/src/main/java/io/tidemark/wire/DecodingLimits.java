package io.tidemark.wire;

/**
 * Bounds on what one record may cost to decode.
 *
 * @param maxPayloadBytes longest accepted value, frame included, bytes, 1 or more
 * @param maxDepth deepest accepted nesting of records, arrays, maps and unions, 1 to 500; a decoder
 *     spends a few stack frames per level
 * @param maxItems most array and map items in one record, all collections together, 1 or more. Less
 *     is accepted of a short record: never more items than it has bytes, or {@value #FREE_ITEMS}
 *     where that is more, since items of a type without content take no bytes
 */
public record DecodingLimits(int maxPayloadBytes, int maxDepth, int maxItems) {

  static final int FREE_ITEMS = 1024;
  private static final int DEEPEST = 500;

  /** 8 MiB, 64 levels, one million items. */
  public static final DecodingLimits DEFAULT = new DecodingLimits(8 << 20, 64, 1_000_000);

  public DecodingLimits {
    require("maxPayloadBytes", maxPayloadBytes, Integer.MAX_VALUE);
    require("maxDepth", maxDepth, DEEPEST);
    require("maxItems", maxItems, Integer.MAX_VALUE);
  }

  int itemsFor(int payloadBytes) {
    return Math.min(maxItems, Math.max(FREE_ITEMS, payloadBytes));
  }

  private static void require(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(
          "Invalid decoding limit " + name + "=" + value + ": must be from 1 to " + max + ".");
    }
  }
}
