package io.tidemark.feature.aggregate;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.event.FieldType.Kind;

/** One cell on its own, with its aggregation. */
final class CellHolder {
  final Aggregation aggregation;
  final Cell cell = new Cell();

  CellHolder(Aggregation aggregation) {
    this.aggregation = aggregation;
    SlotLayout.Builder layout = new SlotLayout.Builder();
    Slot slot = layout.slot(aggregation, "x", 0);
    cell.at(new Cells(layout.build(), 1), 0, slot);
  }

  /** Adds an input unless the aggregation cannot take it. */
  CellHolder add(Object input, long timeMs) {
    Object value = aggregation.accept(input);
    if (value != null) {
      aggregation.add(cell, value, timeMs);
    }
    return this;
  }

  CellHolder addAll(Object... inputs) {
    for (Object input : inputs) {
      add(input, 0);
    }
    return this;
  }

  CellHolder merge(CellHolder other) {
    aggregation.merge(cell, other.cell);
    return this;
  }

  Object result(Kind input, long nowMs) {
    return aggregation.result(cell, input, nowMs);
  }

  byte[] bytes(long originMs) {
    ByteWriter out = new ByteWriter();
    aggregation.encode(cell, out, originMs);
    return out.toByteArray();
  }

  static CellHolder decode(Aggregation aggregation, byte[] bytes, long originMs) {
    CellHolder holder = new CellHolder(aggregation);
    ByteReader in = new ByteReader("cell", bytes);
    aggregation.decode(holder.cell, in, originMs);
    in.expectEnd();
    return holder;
  }
}
