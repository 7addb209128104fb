package io.tidemark.feature.aggregate;

/**
 * A movable view of one aggregate in one tile. Moving it allocates nothing. Not thread-safe; a view
 * is valid until its {@link Cells} grow.
 */
public final class Cell {
  private Cells cells;
  private int word;
  private int ref;
  private boolean hasRef;

  /** Points this view at a slot of a tile. */
  public Cell at(Cells cells, int tile, Slot slot) {
    this.cells = cells;
    this.word = cells.wordOffset(tile) + slot.word();
    this.ref = cells.refOffset(tile) + slot.ref();
    this.hasRef = slot.aggregation().refs() > 0;
    return this;
  }

  long word(int i) {
    return cells.word(word + i);
  }

  void word(int i, long value) {
    cells.word(word + i, value);
  }

  double number(int i) {
    return Double.longBitsToDouble(cells.word(word + i));
  }

  void number(int i, double value) {
    cells.word(word + i, Double.doubleToRawLongBits(value));
  }

  /** Whether the aggregate keeps a reference; the place of one without is another's. */
  boolean hasRef() {
    return hasRef;
  }

  Object ref() {
    return cells.ref(ref);
  }

  void ref(Object value) {
    cells.ref(ref, value);
  }
}
