package io.tidemark.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.monitoring.drift.bins.BinCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a series learns of its own windows, and what it does not. */
class WindowHistoryTest {
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final long WINDOW_MS = WINDOW.toMillis();
  private static final int BINS = 10;
  private final SplittableRandom random = new SplittableRandom(20261130);
  private WindowHistory history = new WindowHistory();
  private final List<BinCounts> beside = new ArrayList<>();
  private final List<Double> ratios = new ArrayList<>();
  private long endMs;

  /** Counts of users with so many equal events each, the tail of them shifted. */
  private BinCounts draw(int users, int events, double shift) {
    BinCounts counts = new BinCounts(BINS);
    for (int i = 0; i < users; i++) {
      double place = Math.min(0.999_999, Math.pow(random.nextDouble(), 1 / (1 + shift)));
      counts.add((int) (place * BINS), events);
    }
    return counts;
  }

  private void offer(BinCounts counts) {
    history.offer("h", counts, endMs, WINDOW, 100, Calibration.ASSUMED_PHI);
    endMs += WINDOW_MS;
  }

  private void offer(int windows, int users, int events, double shift) {
    for (int i = 0; i < windows; i++) {
      offer(draw(users, events, shift));
    }
  }

  private Calibration known() {
    return history.calibration("h", BINS, Calibration.ASSUMED_PHI);
  }

  @Test
  void littleIsKnownAtFirstAndItSaysSo() {
    assertThat(known().windows()).isZero();
    assertThat(known().phi()).isEqualTo(Calibration.ASSUMED_PHI);
    offer(4, 1_000, 1, 0);
    assertThat(known().windows()).as("the first is not full, the second is alone").isEqualTo(2);
    assertThat(known().phi()).isEqualTo(Calibration.ASSUMED_PHI);
    offer(1, 1_000, 1, 0);
    assertThat(known().windows()).isEqualTo(3);
    assertThat(known().phi()).isLessThan(2);
  }

  @Test
  void fewWindowsAreWiderThanMany() {
    List<Double> limits = new ArrayList<>();
    SampleSizes sizes = new SampleSizes(10_000, 100_000);
    for (int windows : new int[] {0, 3, 5, 10, 30, 100}) {
      double[] same = new double[windows];
      Arrays.fill(same, 1);
      limits.add(
          Calibration.measured(same, BINS, Calibration.ASSUMED_PHI)
              .law(BINS, sizes)
              .critical(1e-6));
    }
    assertThat(limits).isSortedAccordingTo((a, b) -> Double.compare(b, a)).doesNotHaveDuplicates();
    double textbook = Calibration.INDEPENDENT.law(BINS, sizes).critical(1e-6);
    assertThat(limits.get(5)).isGreaterThan(textbook).isLessThan(1.15 * textbook);
  }

  @Test
  void windowsThatOverlapAreNotTaken() {
    offer(3, 500, 1, 0);
    endMs -= WINDOW_MS;
    for (int minute = 1; minute < 15; minute++) {
      assertThat(
              history.offer(
                  "h",
                  draw(500, 1, 0),
                  endMs + minute * 60_000 - 60_000,
                  WINDOW,
                  100,
                  Calibration.ASSUMED_PHI))
          .isFalse();
    }
    assertThat(
            history.offer(
                "h", draw(500, 1, 0), endMs + WINDOW_MS, WINDOW, 100, Calibration.ASSUMED_PHI))
        .isTrue();
  }

  @Test
  void dependenceIsMeasured() {
    offer(102, 2_000, 1, 0);
    assertThat(known().phi()).isEqualTo(1, offset(0.15));
    history = new WindowHistory();
    offer(102, 500, 20, 0);
    assertThat(known().phi()).isEqualTo(20, offset(2.5));
  }

  /** A model that differs from its baseline has windows that are like each other. */
  @Test
  void lastingDriftWidensNothing() {
    offer(102, 2_000, 1, 0.8);
    assertThat(known().phi()).isEqualTo(1, offset(0.15));
  }

  @Test
  void changeOfLevelWidensNothing() {
    offer(30, 2_000, 1, 0);
    double before = known().phi();
    offer(draw(2_000, 1, 0.4));
    offer(30, 2_000, 1, 0.8);
    offer(draw(2_000, 1, 0.4));
    offer(30, 2_000, 1, 0);
    assertThat(known().phi()).isEqualTo(before, offset(0.2));
    assertThat(known().windows()).isGreaterThan(60);
  }

  /** Half of it in the first window that is compared: that is no dependence of values. */
  @Test
  void driftThatBeginsWithTheFirstWindowsWidensNothing() {
    for (int quiet = 1; quiet <= 5; quiet++) {
      history = new WindowHistory();
      offer(1 + quiet, 2_000, 1, 0);
      offer(draw(2_000, 1, 1.5));
      offer(30, 2_000, 1, 3);
      assertThat(known().phi()).as("after %d windows", quiet).isEqualTo(1, offset(0.3));
    }
  }

  /** More than is assumed, from the first window on. */
  @Test
  void muchDependenceIsLearntAllTheSame() {
    offer(60, 100, 200, 0);
    assertThat(known().phi()).isGreaterThan(120);
  }

  @Test
  void valuesThatBecomeMoreDependentAreLearnt() {
    offer(30, 10_000, 1, 0);
    offer(110, 500, 20, 0);
    assertThat(known().phi()).isGreaterThan(15);
  }

  @Test
  void otherBinsBeginAnew() {
    offer(30, 2_000, 1, 0);
    history.offer("other", new BinCounts(3), endMs, WINDOW, 100, Calibration.ASSUMED_PHI);
    assertThat(history.calibration("other", 3, 1).windows()).isZero();
    assertThat(history.calibration("h", BINS, Calibration.ASSUMED_PHI).windows()).isZero();
  }

  @Test
  void windowsOfFewValuesAreNotTaken() {
    offer(30, 99, 1, 0);
    assertThat(known().windows()).isZero();
  }

  /** The rule as it is said, where nothing is refused. */
  @Test
  void ratiosAreThoseOfATwin() {
    for (int i = 0; i < 130; i++) {
      BinCounts counts = draw(300 + random.nextInt(700), 1, 0);
      offer(counts);
      if (i > 0) {
        twin(counts);
      }
      WindowHistory read = again();
      assertThat(bytes(read)).isEqualTo(bytes(history));
    }
    double[] last =
        ratios.subList(ratios.size() - 100, ratios.size()).stream()
            .mapToDouble(Double::doubleValue)
            .toArray();
    assertThat(known()).isEqualTo(Calibration.measured(last, BINS, Calibration.ASSUMED_PHI));
  }

  private void twin(BinCounts counts) {
    if (!beside.isEmpty()) {
      List<BinCounts> four = beside.subList(Math.max(0, beside.size() - 4), beside.size());
      BinCounts sum = new BinCounts(BINS);
      four.forEach(sum::merge);
      double psi = Psi.of(sum, counts, PsiConvention.JEFFREYS);
      ratios.add(psi / ((BINS - 1) * (1.0 / sum.total() + 1.0 / counts.total())));
    }
    beside.add(counts);
  }

  private WindowHistory again() {
    ByteReader in = new ByteReader("history", bytes(history));
    WindowHistory read = WindowHistory.next(in);
    in.expectEnd();
    return read;
  }

  private static byte[] bytes(WindowHistory history) {
    ByteWriter out = new ByteWriter();
    history.putInto(out);
    return out.toByteArray();
  }
}
