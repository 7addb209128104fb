package io.tidemark.contribution;

import io.tidemark.contribution.Contribution.GroupInputs;
import io.tidemark.contribution.EntityInput.Contributed;
import java.util.ArrayList;
import java.util.List;
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

/** What it costs an event to cross the topic by entity: groups of four inputs each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class EntityInputCodecBenchmark {
  private static final long NOW_MS = 1_700_000_000_000L;
  private static final int EVENTS = 256;

  /** Groups that an event feeds. */
  @Param({"1", "4"})
  int groups;

  private final EntityInput[] inputs = new EntityInput[EVENTS];
  private final byte[][] records = new byte[EVENTS][];
  private int next;

  /** Makes events of one seed. */
  @Setup
  public void fill() {
    Random random = new Random(1);
    for (int i = 0; i < EVENTS; i++) {
      List<GroupInputs> selected = new ArrayList<>();
      for (int group = 0; group < groups; group++) {
        double price = random.nextInt(100_000) / 100.0;
        Object[] values = {null, price, (long) random.nextInt(10), "item-" + random.nextInt(1_000)};
        selected.add(new GroupInputs("spending" + group + "@1-0123456789abcdef", values));
      }
      inputs[i] =
          new Contributed(new Contribution(NOW_MS + i, selected), false, EntityInput.NO_CLOCK);
      records[i] = EntityInputCodec.encode(inputs[i]);
    }
  }

  /** An event to bytes. */
  @Benchmark
  public byte[] encode() {
    return EntityInputCodec.encode(inputs[next++ % EVENTS]);
  }

  /** Bytes to an event. */
  @Benchmark
  public EntityInput decode() {
    return EntityInputCodec.decode(records[next++ % EVENTS]);
  }
}
