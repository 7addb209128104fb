package io.tidemark.kafka.seen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to ask for an event id and to remember it on disk, commits included: backlog in
 * which an event comes every 345.6 ms (250,000 a day), up to half a minute out of order.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class SeenIdsBenchmark {
  private static final Duration WINDOW = Duration.ofHours(1);
  private static final long START_MS = 1_800_000_000_000L;
  private static final double EVENT_EVERY_MS = 345.6;
  private static final int DISORDER_MS = 30_000;
  private static final int RECENT = 8_192;
  private static final int COMMIT_EVERY = 10_000;

  /** How many of a hundred events repeat one of the last {@value #RECENT}. */
  @Param({"0", "5", "100"})
  int repeats;

  private final SplittableRandom random = new SplittableRandom(1);
  private final String[] ids = new String[RECENT];
  private final long[] times = new long[RECENT];
  private RocksIdIndex index;
  private StoredSeenIds seen;
  private long next;
  private long asked;

  /** Makes an empty store. */
  @Setup
  public void open() throws IOException {
    Path folder = Files.createTempDirectory("seen-ids");
    index = SeenIdStores.open(folder, WINDOW);
    seen = new StoredSeenIds(index, WINDOW);
  }

  /** Removes it. */
  @TearDown
  public void close() {
    index.close();
  }

  /** One event. */
  @Benchmark
  public boolean firstTime() {
    int at = random.nextInt(RECENT);
    if (ids[at] == null || random.nextInt(100) >= repeats) {
      at = (int) (next % RECENT);
      ids[at] = "event-" + Long.toHexString(random.nextLong());
      times[at] = START_MS + (long) (next * EVENT_EVERY_MS) - random.nextInt(DISORDER_MS);
      next++;
    }
    if (++asked % COMMIT_EVERY == 0) {
      seen.save();
    }
    return seen.firstTime(ids[at], times[at]);
  }
}
