package io.tidemark.history.disk;

import io.tidemark.avro.DriftMetric;
import io.tidemark.history.History;
import io.tidemark.history.HistoryFeed;
import io.tidemark.history.HistoryPage;
import io.tidemark.history.HistoryQuery;
import io.tidemark.history.HistoryQuery.Span;
import io.tidemark.history.HistoryRows;
import io.tidemark.history.HistoryTable;
import io.tidemark.history.PastRecords;
import io.tidemark.records.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What it costs to answer about a week of one series of two hundred, evaluated every minute, on
 * disk; the floor reads the same rows and does nothing with them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class HistoryBenchmark {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryBenchmark.class);
  private static final int SERIES = 200;
  private static final int WEEK = 7 * 24 * 60;
  private static final long MINUTE_MS = 60_000;
  private static final byte[] FIRST = {'P', 1};

  private HistoryDisk disk;
  private History history;

  /** Writes all series, a minute of all after a minute of all. */
  @Setup
  public void write() throws IOException {
    Path folder = Files.createTempDirectory("history");
    disk = new HistoryDisk(folder, Duration.ofDays(30), 4L << 30);
    history = new History(disk);
    HistoryFeed<DriftMetric> feed = new HistoryFeed<>(HistoryTable.DRIFT, "drift", disk);
    for (int minute = 1; minute <= WEEK; minute++) {
      for (int series = 0; series < SERIES; series++) {
        double psi = (minute * 31 + series) % 997 / 997.0;
        feed.accept(PastRecords.metric("m", "f" + series, minute * MINUTE_MS, psi));
      }
      feed.reached(0, minute);
    }
    LOG.info("{} bytes on disk", disk.bytes());
  }

  /** Closes the disk. */
  @TearDown
  public void close() {
    disk.close();
  }

  private static HistoryQuery week(long stepMs, boolean latest) {
    Span span = new Span(Long.MIN_VALUE, Long.MAX_VALUE, stepMs);
    Map<String, String> parts = latest ? Map.of() : Map.of("model", "m", "feature", "f77");
    return new HistoryQuery(
        HistoryTable.DRIFT, parts, span, latest, Optional.empty(), 20_000, Optional.empty());
  }

  private int answer(HistoryQuery query, int points) {
    HistoryPage page = history.page(query);
    if (page.points().size() != points) {
      throw new IllegalStateException(page.points().size() + " points");
    }
    return page.points().stream()
        .mapToInt(point -> RecordJson.of(point.record()).toString().length())
        .sum();
  }

  /** A point of every ten minutes, as a picture shows it. */
  @Benchmark
  public int weekInTens() {
    return answer(week(10 * MINUTE_MS, false), WEEK / 10 + 1);
  }

  /** Every point. */
  @Benchmark
  public int weekInMinutes() {
    return answer(week(1, false), WEEK);
  }

  /** The newest point of every series. */
  @Benchmark
  public int latest() {
    return answer(week(1, true), SERIES);
  }

  /** As many rows as a week of one series has. */
  @Benchmark
  public int floor() {
    int bytes = 0;
    try (HistoryRows.Walk walk = disk.walk()) {
      Optional<HistoryRows.Row> row = walk.seek(FIRST);
      for (int i = 0; i < WEEK && row.isPresent(); i++) {
        bytes += row.get().value().length;
        row = walk.next();
      }
    }
    return bytes;
  }
}
