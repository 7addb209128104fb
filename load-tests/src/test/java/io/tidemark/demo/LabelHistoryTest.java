package io.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Maturity;
import io.tidemark.avro.Resolution;
import io.tidemark.demo.LabelHistory.Happened;
import io.tidemark.demo.LabelHistory.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelHistoryTest {
  private static final long START = 1_700_000_000_000L;
  private static final LabelHistory HISTORY =
      new LabelHistory(3, 2_000, Duration.ofSeconds(20), Duration.ofSeconds(1));

  @Test
  void sameSeedTellsTheSame() {
    LabelHistory again = new LabelHistory(3, 2_000, Duration.ofSeconds(20), Duration.ofSeconds(1));
    LabelHistory other = new LabelHistory(4, 2_000, Duration.ofSeconds(20), Duration.ofSeconds(1));
    assertThat(again.of(17)).isEqualTo(HISTORY.of(17));
    assertThat(again.shape()).isEqualTo(HISTORY.shape());
    assertThat(other.shape()).isNotEqualTo(HISTORY.shape());
  }

  @Test
  void everyEndOfALabelIsThereOften() {
    Map<String, Long> shape = HISTORY.shape();
    assertThat(shape)
        .containsOnlyKeys(
            "buy OUTCOME FINAL",
            "buy OUTCOME LATE",
            "buy UNLABELLED FINAL",
            "click OUTCOME FINAL",
            "click TIMEOUT FINAL");
    assertThat(shape.values()).allMatch(count -> count > 100);
  }

  @Test
  void whatIsToldIsInTheOrderOfItsParts() {
    for (int request = 0; request < HISTORY.requests(); request++) {
      List<Part> parts = HISTORY.of(request).stream().map(Happened::part).toList();
      assertThat(parts).isSorted();
    }
  }

  private static LabelledExample example(int request, String label, String value) {
    return LabelledExample.newBuilder()
        .setRequestId("r" + request)
        .setModel("m")
        .setModelVersion("v")
        .setLabel(label)
        .setLabelValue(value == null ? null : Double.valueOf(value))
        .setPredictionTime(Instant.ofEpochMilli(START + HISTORY.timeMs(request)))
        .setResolution(value == null ? Resolution.UNLABELLED : Resolution.TIMEOUT)
        .setMaturity(Maturity.FINAL)
        .setObservedMs(21_000)
        .setRawFeatures(Map.of("number", (long) request))
        .build();
  }

  @Test
  void anotherValueIsWrongUntilItIsMended() {
    LabelHistory one = new LabelHistory(1, 1, Duration.ofSeconds(20), Duration.ofSeconds(1));
    LabelVerdicts verdicts = new LabelVerdicts(one, START);
    assertThat(verdicts.wrong()).isEqualTo(2);
    LabelledExample silent = example(0, "click", "0.0");
    boolean isSilent = one.expected(0).get("click").startsWith("0.0");
    verdicts.add(isSilent ? example(0, "click", "1.0") : silent);
    assertThat(verdicts.wrong()).isEqualTo(2);
    assertThat(verdicts.some()).hasSize(1);
    assertThat(verdicts.settled()).isEqualTo(1);
  }

  @Test
  void exampleOutOfTurnIsSaid() {
    LabelVerdicts verdicts = new LabelVerdicts(HISTORY, START);
    LabelledExample example = example(0, "click", "0.0");
    verdicts.add(example);
    assertThat(verdicts.outOfTurn()).isZero();
    verdicts.add(example);
    assertThat(verdicts.outOfTurn()).isEqualTo(1);
  }

  @Test
  void whatWasNotServedIsWrong() {
    int silent = firstSilent();
    LabelVerdicts verdicts = new LabelVerdicts(HISTORY, START);
    LabelledExample example = example(silent, "click", "0.0");
    verdicts.add(example);
    int missing = verdicts.wrong();
    assertThat(missing).isEqualTo(2 * HISTORY.requests() - 1);
    example.setRawFeatures(Map.of("number", silent + 1L));
    example.setRevision(1);
    verdicts.add(example);
    assertThat(verdicts.wrong()).isEqualTo(missing + 1);
  }

  private static int firstSilent() {
    int request = 0;
    while (!HISTORY.expected(request).get("click").startsWith("0.0")) {
      request++;
    }
    return request;
  }
}
