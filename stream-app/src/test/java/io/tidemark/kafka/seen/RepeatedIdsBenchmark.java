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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to find an id again on disk: a producer that sends an hour once more. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class RepeatedIdsBenchmark {
  private static final Duration WINDOW = Duration.ofHours(1);
  private static final long START_MS = 1_800_000_000_000L;
  private static final int EVENTS = 1_000_000;
  private static final int COMMIT_EVERY = 10_000;

  private final String[] ids = new String[EVENTS];
  private final long[] times = new long[EVENTS];
  private RocksIdIndex index;
  private StoredSeenIds seen;
  private int next;

  /** Remembers an hour of events, and flushes it. */
  @Setup
  public void remember() throws IOException {
    Path folder = Files.createTempDirectory("repeated-ids");
    index = SeenIdStores.open(folder, WINDOW);
    StoredSeenIds first = new StoredSeenIds(index, WINDOW);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < EVENTS; i++) {
      ids[i] = "event-" + Long.toHexString(random.nextLong());
      times[i] = START_MS + i * WINDOW.toMillis() / EVENTS;
      first.firstTime(ids[i], times[i]);
      if (i % COMMIT_EVERY == 0) {
        first.save();
      }
    }
    first.save();
    index.close();
    index = SeenIdStores.open(folder, WINDOW);
    seen = new StoredSeenIds(index, WINDOW);
  }

  /** Closes the store. */
  @TearDown
  public void close() {
    index.close();
  }

  /** One event, in the order they came in. */
  @Benchmark
  public boolean again() {
    next = (next + 1) % EVENTS;
    return seen.firstTime(ids[next], times[next]);
  }
}
