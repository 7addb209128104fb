package io.tidemark.monitoring.drift.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every sequence of evaluations up to a length, against a twin that keeps all of them. */
class EpisodeTest {
  private static final long STEP_MS = 60_000;
  private static final Standing[] STANDINGS = Standing.values();
  private static final EpisodeRule RULE = new EpisodeRule(2, 3, 2, Duration.ofMinutes(3));

  /** One move and when it was, as a line. */
  private static List<String> play(EpisodeRule rule, List<Standing> standings, boolean readBack) {
    List<String> moves = new ArrayList<>();
    Episode episode = new Episode(rule);
    for (int i = 0; i < standings.size(); i++) {
      for (EpisodeMove move : episode.judge(standings.get(i), i * STEP_MS, STEP_MS)) {
        moves.add(i + " " + move);
      }
      episode = readBack ? again(rule, episode) : episode;
    }
    return moves;
  }

  private static Episode again(EpisodeRule rule, Episode episode) {
    ByteWriter out = new ByteWriter();
    episode.putInto(out);
    ByteReader in = new ByteReader("episode", out.toByteArray());
    Episode read = Episode.next(rule, in);
    in.expectEnd();
    return read;
  }

  /** The rule as it is said, over the whole list each time. */
  private static List<String> twin(EpisodeRule rule, List<Standing> standings) {
    List<String> moves = new ArrayList<>();
    List<Standing> known = new ArrayList<>();
    int opened = -1;
    boolean eased = false;
    boolean signalled = false;
    for (int i = 0; i < standings.size(); i++) {
      if (standings.get(i) == Standing.UNKNOWN) {
        continue;
      }
      known.add(standings.get(i));
      boolean many =
          last(known, rule.of()).stream().filter(EpisodeTest::alerts).count() >= rule.alerts();
      List<Standing> tail = last(known, rule.calm());
      if (opened < 0) {
        if (many) {
          opened = i;
          moves.add(i + " OPENED");
        }
      } else if (tail.size() == rule.calm() && tail.stream().allMatch(s -> s == Standing.CALM)) {
        moves.add(i + " CLOSED");
        opened = -1;
        eased = false;
        signalled = false;
        known.clear();
      } else {
        boolean none = tail.size() == rule.calm() && tail.stream().noneMatch(EpisodeTest::alerts);
        if (!eased && none) {
          eased = true;
          moves.add(i + " EASED");
        } else if (eased && many && alerts(standings.get(i))) {
          eased = false;
          moves.add(i + " ESCALATED");
        }
        if (!signalled && (i - opened) * STEP_MS >= rule.sustained().toMillis()) {
          signalled = true;
          moves.add(i + " SUSTAINED");
        }
      }
    }
    return moves;
  }

  private static boolean alerts(Standing standing) {
    return standing == Standing.ALERT;
  }

  private static List<Standing> last(List<Standing> all, int count) {
    return all.subList(Math.max(0, all.size() - count), all.size());
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "1, 3, 2", "2, 3, 2", "3, 3, 3", "2, 4, 1", "3, 5, 4"})
  void everySequenceMovesAsTheRuleSays(int alerts, int of, int calm) {
    EpisodeRule rule = new EpisodeRule(alerts, of, calm, Duration.ofMinutes(3));
    int length = 8;
    int sequences = 1 << 2 * length;
    for (int code = 0; code < sequences; code++) {
      int digits = code;
      List<Standing> standings =
          IntStream.range(0, length).mapToObj(i -> STANDINGS[digits >> 2 * i & 3]).toList();
      List<String> moves = play(rule, standings, false);
      assertThat(moves.equals(twin(rule, standings)))
          .as("%s gives %s, not %s", standings, moves, twin(rule, standings))
          .isTrue();
      if (code % 7 == 0) {
        assertThat(play(rule, standings, true)).as("%s, read back", standings).isEqualTo(moves);
      }
    }
  }

  @Test
  void ditheringIsOneEpisode() {
    List<Standing> standings = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      standings.add(i % 2 == 0 ? Standing.ALERT : i % 4 == 1 ? Standing.BELOW : Standing.CALM);
    }
    standings.addAll(List.of(Standing.CALM, Standing.CALM, Standing.CALM, Standing.CALM));
    EpisodeRule rule = new EpisodeRule(3, 5, 4, Duration.ofDays(30));
    assertThat(play(rule, standings, true)).containsExactly("4 OPENED", "1002 CLOSED");
  }

  @Test
  void stepIsJudgedOnce() {
    Episode episode = new Episode(RULE);
    episode.judge(Standing.ALERT, 0, STEP_MS);
    assertThat(episode.judge(Standing.ALERT, STEP_MS - 1, STEP_MS)).isEmpty();
    assertThat(episode.judge(Standing.ALERT, STEP_MS, STEP_MS)).containsExactly(EpisodeMove.OPENED);
    assertThat(episode.state().openedMs()).isEqualTo(STEP_MS);
  }

  @Test
  void whatHasNothingLeftToEvaluateIsOver() {
    Episode episode = new Episode(RULE);
    assertThat(episode.close()).isEmpty();
    episode.judge(Standing.ALERT, 0, STEP_MS);
    episode.judge(Standing.ALERT, STEP_MS, STEP_MS);
    assertThat(episode.close()).containsExactly(EpisodeMove.CLOSED);
    assertThat(episode.isAtRest()).isTrue();
  }

  @Test
  void rulesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new EpisodeRule(4, 3, 2, Duration.ofHours(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 alerts of 3");
  }
}
