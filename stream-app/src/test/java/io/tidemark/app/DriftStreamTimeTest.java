package io.tidemark.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.DriftMetric;
import io.tidemark.wire.AvroReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day of predictions, replayed while their time moves the windows. */
class DriftStreamTimeTest {
  private static final long SEED = 20260816;
  private static final Duration SPAN = Duration.ofDays(1);
  private static final Instant BEGIN = DrivenTopology.START.minus(Duration.ofDays(100));
  private static final int PREDICTIONS = 700;
  private static final long MINUTE_MS = 60_000;

  /** A tenth are a few minutes late, and nothing happens in the last three hours but the end. */
  private static long[] times() {
    SplittableRandom random = new SplittableRandom(SEED);
    long[] times =
        LongStream.range(0, PREDICTIONS)
            .map(i -> random.nextLong(SPAN.toMillis() - 3 * 60 * MINUTE_MS))
            .sorted()
            .map(time -> random.nextInt(10) > 0 ? time : Math.max(0, time - 5 * MINUTE_MS))
            .map(time -> BEGIN.toEpochMilli() + time)
            .toArray();
    times[PREDICTIONS - 1] = BEGIN.plus(SPAN).toEpochMilli();
    return times;
  }

  /** The records of a replay in which a prediction takes so much of the wall clock's time. */
  private static List<String> replay(Path state, Duration each, List<DriftMetric> metrics)
      throws Exception {
    String definitions =
        Samples.DEFINITIONS.replace("namespace: shop", "namespace: shop\nclock: stream");
    List<String> bytes = new ArrayList<>();
    try (DrivenTopology topology = new DrivenTopology(definitions, state)) {
      topology.baseline(DriftSamples.baseline(DriftSamples::uniform));
      AvroReader<DriftMetric> reader = AvroReader.specific(topology.registry(), DriftMetric.class);
      long[] times = times();
      for (int i = 0; i < PREDICTIONS; i++) {
        Instant time = Instant.ofEpochMilli(times[i]);
        topology.prediction(Samples.prediction("r" + i, time, DriftSamples.uniform(i)));
        if (!each.isZero()) {
          topology.advance(each);
        }
      }
      for (TestRecord<byte[], byte[]> record : topology.records("tidemark.drift")) {
        bytes.add(text(record));
        metrics.add(reader.read(record.value()));
      }
    }
    return bytes;
  }

  private static String text(TestRecord<byte[], byte[]> record) {
    return new String(record.key(), UTF_8)
        + " "
        + record.timestamp()
        + " "
        + Arrays.toString(record.value());
  }

  @Test
  void replaysAreEqualToTheByteHoweverFastTheyAre(@TempDir Path fast, @TempDir Path slow)
      throws Exception {
    List<DriftMetric> metrics = new ArrayList<>();
    List<String> atOnce = replay(fast, Duration.ZERO, metrics);
    List<String> slowly = replay(slow, Duration.ofMillis(4_321), new ArrayList<>());

    assertThat(slowly.equals(atOnce)).as("seed %d: records are equal", SEED).isTrue();
    assertThat(atOnce.size()).as("seed %d: records", SEED).isGreaterThan(3_000);
    assertThat(metrics.stream().allMatch(each -> each.getComputedAt().equals(each.getWindowEnd())))
        .as("seed %d: whatever the service's clock says", SEED)
        .isTrue();
    assertThat(newestCounts(metrics))
        .as("seed %d: of an hour, every minute, on what had come by then", SEED)
        .isEqualTo(expectedCounts());
  }

  /** What a reader knows of the window of an hour after each minute. */
  private static long[] newestCounts(List<DriftMetric> metrics) {
    long[] counts = new long[(int) SPAN.toMinutes()];
    Arrays.fill(counts, -1);
    for (DriftMetric metric : metrics) {
      if (metric.getFeature().equals("score") && metric.getWindow().equals("1h")) {
        counts[minute(metric.getWindowEnd().toEpochMilli()) - 1] = metric.getCurrentCount();
      }
    }
    for (int minute = 1; minute < counts.length; minute++) {
      counts[minute] = counts[minute] < 0 ? counts[minute - 1] : counts[minute];
    }
    return counts;
  }

  private static int minute(long timeMs) {
    return (int) Math.floorDiv(timeMs - BEGIN.toEpochMilli(), MINUTE_MS);
  }

  /** Of the predictions that stand before the first one of a later minute. */
  private static long[] expectedCounts() {
    long[] times = times();
    long[] counts = new long[(int) SPAN.toMinutes()];
    int first = minute(times[0]);
    int read = 0;
    for (int minute = 0; minute < counts.length; minute++) {
      while (read < times.length && minute(times[read]) <= minute) {
        read++;
      }
      int now = minute;
      counts[minute] =
          minute < first
              ? -1
              : Arrays.stream(times, 0, read)
                  .filter(time -> minute(time) > now - 60 && minute(time) <= now)
                  .count();
    }
    return counts;
  }
}
