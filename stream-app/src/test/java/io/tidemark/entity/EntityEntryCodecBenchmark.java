package io.tidemark.entity;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.Window;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.feature.FeatureEngine;
import io.tidemark.feature.FeaturePlan;
import java.time.Duration;
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

/**
 * What it costs to store an entity and to read it back: count, sum, mean and maximum of prices over
 * 5 minutes, an hour, a day and a week, of events a quarter of an hour apart.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class EntityEntryCodecBenchmark {
  private static final long NOW_MS = 1_700_000_000_000L;
  private static final long APART_MS = 900_000;
  private static final int ENTITIES = 256;

  private static final List<Window> WINDOWS =
      List.of(
          new Window("5m", Duration.ofMinutes(5)),
          new Window("1h", Duration.ofHours(1)),
          new Window("24h", Duration.ofDays(1)),
          new Window("7d", Duration.ofDays(7)));

  /** Events of an entity. */
  @Param({"3", "30"})
  int events;

  private final EntityEntry[] entries = new EntityEntry[ENTITIES];
  private final byte[][] rows = new byte[ENTITIES][];
  private EntityEntryCodec codec;
  private int next;

  /** Makes entities of one seed. */
  @Setup
  public void fill() {
    FeaturePlan plan = plan();
    FeatureEngine engine = new FeatureEngine(plan);
    codec = new EntityEntryCodec(plan);
    Random random = new Random(1);
    for (int i = 0; i < ENTITIES; i++) {
      entries[i] = new EntityEntry("user-" + i, engine.empty());
      for (int event = 0; event < events; event++) {
        double price = random.nextInt(100_000) / 100.0;
        long timeMs = NOW_MS - event * APART_MS - random.nextInt((int) APART_MS);
        engine.apply(
            entries[i].state(), 0, new Object[] {null, price, price, price}, timeMs, NOW_MS);
      }
      entries[i].state().revision(NOW_MS + i);
      rows[i] = codec.encode(entries[i]);
    }
  }

  private static FeaturePlan plan() {
    FeatureGroup group =
        new FeatureGroup(
            "g",
            1,
            null,
            "events",
            "user",
            null,
            null,
            List.of(
                new Aggregate("count", AggregateOp.COUNT, null, WINDOWS),
                new Aggregate("sum", AggregateOp.SUM, "price", WINDOWS),
                new Aggregate("mean", AggregateOp.MEAN, "price", WINDOWS),
                new Aggregate("max", AggregateOp.MAX, "price", WINDOWS)),
            List.of());
    return FeaturePlan.of(
        new Entity("user", List.of("user_id")), List.of(group), (g, a) -> Kind.DOUBLE);
  }

  /** An entity to the bytes of its row. */
  @Benchmark
  public byte[] encode() {
    return codec.encode(entries[next++ % ENTITIES]);
  }

  /** A row to an entity. */
  @Benchmark
  public Object decode() {
    int at = next++ % ENTITIES;
    return codec.decode(entries[at].key(), rows[at]);
  }
}
