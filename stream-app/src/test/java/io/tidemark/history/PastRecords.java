package io.tidemark.history;

import io.tidemark.avro.AlertRule;
import io.tidemark.avro.AlertState;
import io.tidemark.avro.BinContribution;
import io.tidemark.avro.DriftAlert;
import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.DriftStatus;
import io.tidemark.avro.Surface;
import java.time.Instant;
import java.util.List;

/** Records of the past, each told from the others by its PSI. */
public final class PastRecords {
  private PastRecords() {}

  /** Of a feature of a model. */
  public static DriftMetric metric(String model, String feature, long endMs, double psi) {
    return DriftMetric.newBuilder()
        .setModel(model)
        .setModelVersion("v1")
        .setSurface(Surface.FEATURE)
        .setFeature(feature)
        .setWindow("1m")
        .setWindowMs(60_000)
        .setWindowStart(Instant.ofEpochMilli(endMs - 60_000))
        .setWindowEnd(Instant.ofEpochMilli(endMs))
        .setStatus(DriftStatus.STABLE)
        .setPsi(psi)
        .setBins(
            List.of(
                BinContribution.newBuilder()
                    .setBin("[0, 1]")
                    .setBaselineCount(10)
                    .setCurrentCount(endMs)
                    .setContribution(psi)
                    .build()))
        .setComputedAt(Instant.ofEpochMilli(endMs))
        .build();
  }

  /** Of an episode of that feature. */
  public static DriftAlert alert(
      String model, String episode, AlertState state, long atMs, double psi) {
    return DriftAlert.newBuilder()
        .setEpisodeId(episode)
        .setState(state)
        .setRule(AlertRule.DRIFT)
        .setModel(model)
        .setModelVersion("v1")
        .setSurface("FEATURE")
        .setFeature("spend")
        .setWindow("1m")
        .setWindowMs(60_000)
        .setStatus("SIGNIFICANT")
        .setPsi(psi)
        .setTopBins(List.of())
        .setWarn(0.1)
        .setAlert(0.2)
        .setFirstSeen(Instant.ofEpochMilli(0))
        .setAt(Instant.ofEpochMilli(atMs))
        .build();
  }
}
