package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.PredictionLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Of the predictions and outcomes of a history one in a hundred is of a producer whose clock is
 * off, by minutes to years: every label and every window of drift equals that of a history without
 * those. {@link io.tidemark.testkit.WrongClocksPropertyTest} is the same of features.
 */
class WrongClocksInLogsTest {
  private static final Instant HISTORY = Instant.parse("2011-03-01T12:00:00Z");
  private static final Duration SPAN = Duration.ofHours(4);
  private static final String DEFINITIONS =
      Samples.DEFINITIONS.replace(
          "namespace: shop", "namespace: shop\nclock: stream\nmax_time_step: 10m");

  /** What is said last of each label, and of each window at each instant. */
  private record Said(Map<String, LabelledExample> labels, Map<String, DriftMetric> windows) {}

  /** A record and when it comes. */
  private record Log(Instant at, String request, boolean isOutcome) implements Comparable<Log> {
    @Override
    public int compareTo(Log other) {
      return at.compareTo(other.at);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void labelsAndWindowsAreThoseOfAHistoryWithout(
      long seed, @TempDir Path disturbed, @TempDir Path quiet) throws Exception {
    Said right = said(seed, false, quiet);
    assertThat(right.labels()).as("seed %d", seed).hasSizeGreaterThan(1_000);
    assertThat(right.windows()).as("seed %d", seed).hasSizeGreaterThan(400);
    Said found = said(seed, true, disturbed);
    assertThat(found.labels()).as("seed %d", seed).isEqualTo(right.labels());
    assertThat(found.windows()).as("seed %d", seed).isEqualTo(right.windows());
  }

  private static Said said(long seed, boolean wrongClocks, Path state) throws Exception {
    SplittableRandom wrong = new SplittableRandom(seed + 1_000);
    int counter = 0;
    try (DrivenTopology topology = new DrivenTopology(DEFINITIONS, state)) {
      topology.baseline(DriftSamples.baseline(DriftSamples::uniform));
      for (PriorityQueue<Log> logs = logs(new SplittableRandom(seed)); !logs.isEmpty(); ) {
        Log log = logs.poll();
        if (wrong.nextInt(100) == 0) {
          Instant at = log.at().plusMillis(offset(wrong));
          Log off = new Log(at, "wrong" + counter++, wrong.nextBoolean());
          if (wrongClocks) {
            send(topology, off, "v9");
          }
        }
        send(topology, log, "v3");
      }
      topology.advance(Duration.ofSeconds(10));
      topology.endInput();
      topology.advance(Duration.ofSeconds(10));
      assertThat(topology.quarantined().stream().anyMatch(q -> q.getReason().equals("TIME_JUMP")))
          .as("seed %d: some are too far ahead", seed)
          .isEqualTo(wrongClocks);
      return said(topology);
    }
  }

  /** A prediction every ten seconds, and clicks on some, in time or not, in order of their time. */
  private static PriorityQueue<Log> logs(SplittableRandom random) {
    PriorityQueue<Log> logs = new PriorityQueue<>();
    for (int i = 0; i * 10 < SPAN.toSeconds(); i++) {
      Instant at = HISTORY.plusSeconds(i * 10L).plusMillis(random.nextInt(9_000));
      logs.add(new Log(at, "r" + i, false));
      if (random.nextInt(3) == 0) {
        logs.add(new Log(at.plusSeconds(random.nextInt(2_400)).plusMillis(1), "r" + i, true));
      }
    }
    return logs;
  }

  /** Further than a record may move time by, or behind; every magnitude up to years as likely. */
  private static long offset(SplittableRandom random) {
    double years = Duration.ofDays(4_000).toMillis();
    long offsetMs =
        (long) Math.exp(Math.log(1_000) + random.nextDouble() * Math.log(years / 1_000));
    return random.nextBoolean() ? offsetMs + 1_200_000 : -offsetMs;
  }

  private static void send(DrivenTopology topology, Log log, String version) {
    if (log.isOutcome()) {
      topology.outcome(Samples.outcome(log.request(), "click", log.at()));
    } else {
      double score = DriftSamples.uniform(log.request().hashCode() & 0xFFFF);
      PredictionLog prediction = Samples.prediction(log.request(), log.at(), score);
      prediction.setModelVersion(version);
      topology.prediction(prediction);
    }
  }

  private static Said said(DrivenTopology topology) {
    Said said = new Said(new TreeMap<>(), new TreeMap<>());
    for (LabelledExample example : topology.labelled()) {
      if (example.getRequestId().startsWith("r")) {
        said.labels().put(example.getRequestId() + " " + example.getLabel(), example);
      }
    }
    for (DriftMetric metric : topology.drift()) {
      if (!metric.getModelVersion().equals("v9")) {
        String window = metric.getFeature() + " " + metric.getWindow();
        said.windows().put(window + " " + metric.getWindowEnd(), metric);
      }
    }
    return said;
  }
}
