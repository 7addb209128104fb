package io.tidemark.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MarksTest {
  private final Marks<String> marks = new Marks<>();

  private OptionalLong readThrough(long a, long b) {
    return marks.readThrough(List.of("a", "b"), Map.of("a", a, "b", b)::get);
  }

  @Test
  void theNewestMarkThatEveryPartitionHasReachedCounts() {
    marks.add(100, Map.of("a", 3L, "b", 0L));
    marks.add(200, Map.of("a", 5L, "b", 2L));
    assertThat(readThrough(2, 9)).isEmpty();
    assertThat(readThrough(3, 0)).hasValue(100);
    assertThat(readThrough(5, 1)).hasValue(100);
    assertThat(readThrough(5, 2)).hasValue(200);
  }

  @Test
  void partitionThatNoMarkKnowsIsUnread() {
    marks.add(100, Map.of("a", 0L));
    assertThat(readThrough(9, 9)).isEmpty();
    marks.add(200, Map.of("a", 0L, "b", 4L));
    assertThat(readThrough(0, 3)).isEmpty();
    assertThat(readThrough(0, 4)).hasValue(200);
  }

  @Test
  void recordCameAtItsTimestampButNotBeforeItWasMissing() {
    marks.add(100, Map.of("a", 3L));
    marks.add(200, Map.of("a", 5L, "b", 1L));
    assertThat(marks.arrivedMs("a", 2, 50)).isEqualTo(50);
    assertThat(marks.arrivedMs("a", 3, 50)).isEqualTo(100);
    assertThat(marks.arrivedMs("a", 4, 150)).isEqualTo(150);
    assertThat(marks.arrivedMs("a", 5, 150)).isEqualTo(200);
    assertThat(marks.arrivedMs("a", 5, 900)).isEqualTo(900);
    assertThat(marks.arrivedMs("b", 0, 50)).isEqualTo(50);
    assertThat(marks.arrivedMs("b", 1, 50)).isEqualTo(200);
    assertThat(marks.arrivedMs("c", 7, 50)).isEqualTo(50);
  }

  @Test
  void clockThatWentBackAddsNothing() {
    marks.add(200, Map.of("a", 3L, "b", 0L));
    marks.add(150, Map.of("a", 9L, "b", 9L));
    assertThat(readThrough(3, 0)).hasValue(200);
  }

  @Test
  void theNewestOfTheForgottenStaysAsABound() {
    marks.add(100, Map.of("a", 3L));
    marks.add(200, Map.of("a", 5L));
    marks.add(300, Map.of("a", 8L));
    marks.forgetBefore(250);
    assertThat(marks.arrivedMs("a", 4, 0)).isZero();
    assertThat(marks.arrivedMs("a", 5, 0)).isEqualTo(200);
    assertThat(marks.arrivedMs("a", 8, 0)).isEqualTo(300);
  }

  /** Thinning only ever makes an answer older. */
  @Test
  void thinnedMarksAnswerNoLaterThanAllOfThem() {
    for (long seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Marks<String> thinned = new Marks<>();
      List<Map<String, Long>> all = new ArrayList<>();
      Map<String, Long> ends = new HashMap<>(Map.of("a", 0L, "b", 0L));
      for (int at = 0; at < 3 * Marks.MOST; at++) {
        ends.merge("a", (long) random.nextInt(4), Long::sum);
        ends.merge("b", (long) random.nextInt(4), Long::sum);
        all.add(Map.copyOf(ends));
        thinned.add(at, ends);
      }
      for (int look = 0; look < 200; look++) {
        Map<String, Long> read =
            Map.of(
                "a", (long) random.nextInt(3_000),
                "b", (long) random.nextInt(3_000));
        check("seed " + seed + ", " + read, thinned, all, read);
      }
    }
  }

  private static void check(
      String run, Marks<String> thinned, List<Map<String, Long>> all, Map<String, Long> read) {
    long through = -1;
    long missing = -1;
    for (int at = 0; at < all.size(); at++) {
      Map<String, Long> ends = all.get(at);
      boolean reached = read.get("a") >= ends.get("a") && read.get("b") >= ends.get("b");
      through = reached ? at : through;
      missing = ends.get("a") <= read.get("a") ? at : missing;
    }
    long found = thinned.readThrough(read.keySet(), read::get).orElse(-1);
    assertThat(found).as(run).isBetween(through - Marks.MOST, through);
    long arrived = thinned.arrivedMs("a", read.get("a"), -1);
    assertThat(arrived).as(run).isBetween(missing - Marks.MOST, missing);
  }
}
