package io.tidemark.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.ClockMode;
import io.tidemark.definition.WindowTime;
import io.tidemark.validation.HeldBack.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldBackTest {
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;
  private static final long START = 1_300_000_000_000L;

  private WindowTime rule = WindowTime.of(ClockMode.STREAM);
  private StreamTime time = new StreamTime(rule);
  private HeldBack<String> held = new HeldBack<>(rule, time);
  private final List<String> went = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();

  private void declare(Duration step, int quorum) {
    rule = new WindowTime(ClockMode.STREAM, step, quorum);
    time = new StreamTime(rule);
    held = new HeldBack<>(rule, time);
  }

  /** As a reader does. */
  private void read(String name, long key, long timeMs) {
    pass(name, key, timeMs);
    for (String next = held.nextConfirmed(); next != null; next = held.nextConfirmed()) {
      String[] parts = next.split("@");
      pass(parts[0], 0, Long.parseLong(parts[1]));
    }
    for (Held<String> no = held.nextRefused(); no != null; no = held.nextRefused()) {
      refused.add(no.record().split("@")[0]);
    }
  }

  private void pass(String name, long key, long timeMs) {
    if (time.isAhead(timeMs)) {
      held.hold(new Held<>(key, timeMs, name + "@" + timeMs));
    } else {
      time.believe(timeMs);
      held.believed();
      went.add(name);
    }
  }

  private void begin() {
    read("a", 1, START);
    read("b", 1, START + 60_000);
    went.clear();
  }

  @Test
  void nothingIsKnownBeforeTwoRecordsAgree() {
    read("a", 1, START);
    assertThat(time.nowMs()).isEqualTo(StreamTime.NOT_SET);
    read("b", 1, START + HOUR);
    assertThat(time.nowMs()).isEqualTo(START + HOUR);
  }

  @Test
  void firstRecordWithAWrongYearMovesNothing() {
    read("wrong", 9, START + 3_650 * DAY);
    read("a", 1, START);
    read("b", 1, START + 60_000);

    assertThat(went).containsExactly("wrong", "a", "b");
    assertThat(time.nowMs()).isEqualTo(START + 60_000);
  }

  @Test
  void recordsThatAreFarApartBeginInTheMiddle() {
    read("a", 1, START);
    read("b", 1, START + 7 * DAY);
    assertThat(time.nowMs()).isEqualTo(StreamTime.NOT_SET);
    read("c", 1, START + 14 * DAY);
    assertThat(time.nowMs()).isEqualTo(START + 14 * DAY);
    assertThat(time.stepMs()).isEqualTo(700 * DAY);
  }

  @Test
  void oneRecordMovesTimeByAStepAndNoMore() {
    begin();
    read("step", 1, START + 60_000 + HOUR * 5 / 3);
    assertThat(went).as("a hundred times the usual step of a minute").containsExactly("step");

    read("jump", 1, time.nowMs() + time.stepMs() + 1);
    assertThat(went).containsExactly("step");
    assertThat(held.heldMs()).isEqualTo(time.stepMs() + 1);
  }

  @Test
  void declaredStepIsWhatCounts() {
    declare(Duration.ofSeconds(90), 3);
    begin();
    read("near", 1, time.nowMs() + 90_000);
    read("far", 1, time.nowMs() + 90_001);
    assertThat(went).containsExactly("near");
  }

  @Test
  void sameRecordSentAgainConfirmsNothing() {
    begin();
    for (int time = 0; time < 3; time++) {
      read("again", 9, START + 3_650 * DAY);
    }
    read("a", 1, START + 61_000);

    assertThat(went).containsExactly("a");
    assertThat(time.nowMs()).isEqualTo(START + 61_000);
  }

  @Test
  void wrongYearsThatDifferConfirmNothing() {
    begin();
    read("x", 7, START + 1_000 * DAY);
    read("y", 8, START + 2_000 * DAY);
    read("z", 9, START + 3_000 * DAY);
    read("a", 1, START + 61_000);

    assertThat(went).containsExactly("a");
  }

  @Test
  void tenTimesAsManyOneAfterTheOtherAreANewPace() {
    declare(Duration.ofHours(1), 3);
    begin();
    for (int week = 1; week < 30; week++) {
      read("week " + week, 1, START + 7 * DAY * week);
    }
    assertThat(went).isEmpty();
    read("week 30", 1, START + 7 * DAY * 30);

    assertThat(went).hasSize(28).startsWith("week 1", "week 2");
    assertThat(refused).isEmpty();
  }

  @Test
  void firstStepsThatDisagreeTeachNothing() {
    read("a", 1, START);
    read("b", 1, START + 2 * DAY);
    read("wrong", 1, START + 151 * DAY);

    assertThat(time.nowMs()).isEqualTo(START + 2 * DAY);
    assertThat(time.stepMs()).isEqualTo(HOUR);
  }

  @Test
  void firstStepsOfYearsCountAsAWeek() {
    read("a", 1, START);
    read("b", 1, START + 3_650 * DAY);
    read("c", 1, START + 7_300 * DAY);

    assertThat(time.stepMs()).isEqualTo(700 * DAY);
  }

  @Test
  void keysConfirmWhatIsAheadInTheOrderInWhichItCame() {
    begin();
    read("x", 1, START + DAY + 5_000);
    read("y", 2, START + DAY);
    read("back", 1, START + 61_000);
    read("x again", 1, START + DAY + 6_000);
    assertThat(went).as("two keys").containsExactly("back");
    read("z", 3, START + DAY + 7_000);

    assertThat(went).containsExactly("back", "x", "y", "x again", "z");
    assertThat(time.nowMs()).isEqualTo(START + DAY + 7_000);
    assertThat(held.heldMs()).isZero();
  }

  @Test
  void keysThatDoNotAgreeConfirmNothing() {
    begin();
    read("x", 1, START + DAY);
    read("back", 1, START + 61_000);
    read("y", 2, START + 30 * DAY);
    read("back", 1, START + 62_000);
    read("z", 3, START + 900 * DAY);
    assertThat(went).containsExactly("back", "back");
    assertThat(time.nowMs()).isEqualTo(START + 62_000);
  }

  @Test
  void recordsWithNoneBetweenThemConfirmEachOtherForOneKey() {
    begin();
    read("x", 1, START + DAY);
    read("y", 1, START + DAY + 1);
    read("z", 1, START + DAY + 2);
    assertThat(went).containsExactly("x", "y", "z");
  }

  @Test
  void whatNobodyConfirmsIsRefused() {
    begin();
    read("wrong", 1, START + 3_650 * DAY);
    for (int i = 0; i < HeldBack.PATIENCE * 3; i++) {
      assertThat(refused).isEmpty();
      read("right", 1, START + 60_000 + i);
    }
    assertThat(refused).containsExactly("wrong");
    assertThat(held.heldMs()).isZero();
    assertThat(held.refusal(START + DAY).reason()).isEqualTo(Reason.TIME_JUMP);
    assertThat(held.refusal(START + DAY).detail())
        .contains("2011-03-14T", "(PT1H)", "no 3 keys confirm it", "max_time_step");
  }

  @Test
  void whatTimeHasReachedGoesOnAndMovesNothing() {
    begin();
    read("early", 1, START + 60_000 + 2 * HOUR);
    read("right", 1, START + 60_000 + HOUR);
    assertThat(went).containsExactly("right");
    read("later", 1, START + 60_000 + 2 * HOUR);
    assertThat(went).containsExactly("right", "later", "early");
    assertThat(time.nowMs()).isEqualTo(START + 60_000 + 2 * HOUR);
  }

  @Test
  void quorumOfOneBelievesAnybody() {
    declare(null, 1);
    begin();
    read("jump", 1, START + 3_650 * DAY);
    assertThat(went).containsExactly("jump");
  }

  @Test
  void noMoreThanABoundIsHeld() {
    declare(Duration.ofHours(1), 1_000);
    begin();
    for (int i = 0; i <= HeldBack.MOST; i++) {
      read("i" + i, 1, START + (i + 2) * DAY);
      read("right", 1, START);
      if (i == 998) {
        went.clear();
      }
    }
    assertThat(refused).hasSize(1).containsExactly("i0");
  }
}
