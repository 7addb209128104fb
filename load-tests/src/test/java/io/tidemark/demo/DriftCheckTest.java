package io.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.DriftStatus;
import io.tidemark.avro.Surface;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DriftCheckTest {

  private static final long DRIFT_MS = 1_800_000_000_000L;

  private final DriftCheck check = new DriftCheck(DRIFT_MS);

  @Test
  void driftWhereItWasInjectedAndNowhereElseIsAccepted() {
    all().forEach(feature -> check.add(metric(feature, -1_000, 0.02, 900)));
    assertThat(check.complete()).isFalse();
    RankerModel.DRIFTING.forEach(feature -> check.add(metric(feature, 30_000, 0.7, 900)));
    RankerModel.STEADY.forEach(feature -> check.add(metric(feature, 30_000, 0.03, 900)));
    assertThat(check.complete()).isTrue();
    assertThat(check.contradictions()).isEmpty();
    assertThat(check.shifts())
        .contains(new DriftCheck.Shift("age", 0.02, 0.7, "SIGNIFICANT"))
        .hasSize(5);
  }

  @Test
  void missedAndFalseDriftAreNamed() {
    RankerModel.DRIFTING.forEach(feature -> check.add(metric(feature, 30_000, 0.01, 900)));
    RankerModel.STEADY.forEach(feature -> check.add(metric(feature, -1_000, 0.5, 900)));
    assertThat(check.contradictions())
        .hasSize(RankerModel.DRIFTING.size() + 2 * RankerModel.STEADY.size())
        .contains("PSI of age after the injected drift is 0.010; it should be above 0.1.")
        .contains("PSI of spend_30d before the injected drift is 0.500; it should be at most 0.1.")
        .contains("Feature spend_30d has no PSI after the drift was injected.");
  }

  @Test
  void windowOfFewValuesSaysNothing() {
    check.add(metric("age", 30_000, 0.7, 20));
    assertThat(check.shifts()).containsExactly(new DriftCheck.Shift("age", null, null, null));
  }

  @Test
  void latestEvaluationOfTheLatestWindowCounts() {
    DriftMetric first = metric("age", 30_000, 0.2, 900);
    DriftMetric second = metric("age", 30_000, 0.4, 900);
    second.setRevision(1);
    Stream.of(second, first).forEach(check::add);
    assertThat(check.shifts()).extracting(DriftCheck.Shift::after).containsExactly(0.4);
  }

  private static List<String> all() {
    return Stream.concat(RankerModel.DRIFTING.stream(), RankerModel.STEADY.stream()).toList();
  }

  private static DriftMetric metric(String feature, long afterDriftMs, double psi, long count) {
    Instant at = Instant.ofEpochMilli(DRIFT_MS + afterDriftMs);
    return DriftMetric.newBuilder()
        .setModel(RankerModel.NAME)
        .setModelVersion(RankerModel.VERSION)
        .setSurface(Surface.FEATURE)
        .setFeature(feature)
        .setWindow("1m")
        .setWindowMs(60_000)
        .setWindowStart(at.minusSeconds(60))
        .setWindowEnd(at)
        .setStatus(psi > 0.2 ? DriftStatus.SIGNIFICANT : DriftStatus.STABLE)
        .setBins(List.of())
        .setPsi(psi)
        .setCurrentCount(count)
        .setComputedAt(at)
        .build();
  }
}
