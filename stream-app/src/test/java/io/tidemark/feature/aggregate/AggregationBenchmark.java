package io.tidemark.feature.aggregate;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.AggregateParameters;
import io.tidemark.event.FieldType.Kind;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What each operation of each aggregation costs. Cells hold 20 prices (of 1,000 different ones);
 * adding goes on through a tile of 64; merging makes one of two into an empty cell.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class AggregationBenchmark {
  private static final long NOW_MS = 1_700_000_000_000L;
  private static final int INPUTS = 1_024;
  private static final int TILE = 64;

  /** The operation, as in a definition but in capitals; all by default. */
  @Param AggregateOp op;

  private Aggregation aggregation;
  private final Object[] values = new Object[INPUTS];
  private int next;
  private SlotLayout layout;
  private final Cell growing = new Cell();
  private final Cell scratch = new Cell();
  private CellHolder one;
  private CellHolder other;
  private byte[] bytes;
  private final ByteWriter out = new ByteWriter();

  /** Fills the cells from one seed. */
  @Setup
  public void fill() {
    aggregation = Aggregations.of(op, AggregateParameters.NONE.withSize(5), 3_600_000);
    SlotLayout.Builder builder = new SlotLayout.Builder();
    builder.slot(aggregation, "x", 0);
    layout = builder.build();
    Random random = new Random(1);
    for (int i = 0; i < INPUTS; i++) {
      values[i] = aggregation.accept(random.nextInt(1_000) / 100.0);
    }
    one = filled(0);
    other = filled(20);
    bytes = one.bytes(NOW_MS);
    empty(growing);
  }

  private CellHolder filled(int from) {
    CellHolder holder = new CellHolder(aggregation);
    for (int i = from; i < from + 20; i++) {
      aggregation.add(holder.cell, values[i], NOW_MS + i * 1_000L);
    }
    return holder;
  }

  private void empty(Cell cell) {
    cell.at(new Cells(layout, 1), 0, layout.slots().get(0));
  }

  /** One input; every 64th opens an empty cell. */
  @Benchmark
  public Cell add() {
    if (next % TILE == 0) {
      empty(growing);
    }
    aggregation.add(growing, values[next % INPUTS], NOW_MS + next % TILE * 1_000L);
    next++;
    return growing;
  }

  /** Two cells into an empty one. */
  @Benchmark
  public Cell mergeTwo() {
    empty(scratch);
    aggregation.merge(scratch, one.cell);
    aggregation.merge(scratch, other.cell);
    return scratch;
  }

  /** The value. */
  @Benchmark
  public Object result() {
    return aggregation.result(one.cell, Kind.DOUBLE, NOW_MS + 60_000);
  }

  /** A cell to bytes in a reused buffer. */
  @Benchmark
  public int encode() {
    out.clear();
    aggregation.encode(one.cell, out, NOW_MS);
    return out.size();
  }

  /** Bytes to a new cell. */
  @Benchmark
  public Cell decode() {
    empty(scratch);
    aggregation.decode(scratch, new ByteReader("cell", bytes), NOW_MS);
    return scratch;
  }
}
