package io.tidemark.join;

import static io.tidemark.join.JoinFixtures.T;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bytes.FormatException;
import io.tidemark.definition.Model.By;
import io.tidemark.definition.Model.Combining;
import io.tidemark.definition.Model.Emit;
import io.tidemark.definition.Model.Late;
import io.tidemark.definition.Model.OnTimeout;
import io.tidemark.definition.Model.Policy;
import io.tidemark.definition.Model.Sampling;
import io.tidemark.definition.Model.Several;
import io.tidemark.join.LabelTalliesCodec.Remembered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Bytes of format 6 in the store of a join: a change of them needs another format. */
class JoinStateCodecGoldenTest {
  private final JoinStateCodec codec = new JoinStateCodec();

  private static final JoinState CLOSED = new JoinState.Closed(T);
  private static final JoinState WAITING =
      new JoinState.Waiting(
          List.of(
              new JoinState.Held(
                  new Arrival(JoinFixtures.click(T - 5, 40), T),
                  T + 100,
                  new ReadAt("outcomes", 3, 300))));
  private static final JoinState TOLD =
      new JoinState.Waiting(
          List.of(
              new JoinState.Held(
                  new Arrival(
                      new Outcome(
                          "r",
                          T - 5,
                          "refund",
                          "o7",
                          List.of(new Judgement("worth", Evidence.NEGATIVE, -2.5, 0.5, "7", 2)),
                          facts()),
                      T),
                  T + 100,
                  new ReadAt("outcomes", 3, 300))));

  private static Facts facts() {
    SortedMap<String, Object> values = new TreeMap<>();
    values.put("attributes", Map.of("a", "b"));
    values.put("v", 1.5);
    values.put("w", null);
    values.put("x", 2L);
    return new Facts(values);
  }

  private static final JoinState OPEN =
      new JoinState.Open(
          new Prediction("r", "ranker", "v3", T, new byte[] {1, 2, 3}, "00-ab"),
          T + 1,
          List.of(new Arrival(JoinFixtures.purchase(T + 7, 2.5), T + 8)),
          List.of(
              new OpenLabel(
                  "click",
                  T - 9,
                  T + 9,
                  T + 10,
                  new Policy(Several.LATEST, OnTimeout.NEGATIVE, Emit.EAGER),
                  null),
              new OpenLabel(
                  "purchase",
                  T - 9,
                  T + 9,
                  T + 10,
                  new Policy(
                      new Combining(Several.SUM, false, false, false),
                      OnTimeout.UNLABELLED,
                      Emit.BOTH,
                      new Late(Duration.ofDays(7), true),
                      new Sampling(0.25, By.USER_ID),
                      20,
                      Duration.ofHours(1)),
                  new Standing(true, 2.5, T + 7, 0),
                  Phase.DECIDED)));
  private static final JoinState LATE =
      new JoinState.Closed(T, List.of(new ClosedLabel("click", T - 17_002, T - 7_002, T - 7_000)));

  @Test
  void bytesOfEveryState() {
    assertThat(hex(CLOSED)).isEqualTo("0602" + "80a0abfef962" + "00");
    assertThat(hex(new JoinState.Erased(T))).isEqualTo("0603" + "80a0abfef962");
    assertThat(hex(LATE))
        .isEqualTo("0602" + "80a0abfef962" + "01" + "0005636c69636b" + "0e" + "0102" + "14");
    assertThat(hex(WAITING))
        .isEqualTo(
            "0600"
                + "80a0abfef962" // base
                + "01" // outcomes
                + "09" // time
                + "0005636c69636b" // click
                + "00" // no id, judged
                + "01" // judgements
                + "01" // click
                + "01" // positive, of the usual value and weight
                + "00c801" // arrived, expires
                + "00086f7574636f6d657303ac02"); // read at
    assertThat(hex(OPEN))
        .isEqualTo(
            "0601"
                + "80a0abfef962" // base
                + "000672616e6b6572" // ranker
                + "00027633" // v3
                + "03010203"
                + "0530302d6162" // trace
                + "02" // arrived
                + "01" // outcomes
                + "0e"
                + "00087075726368617365" // purchase
                + "00"
                + "01"
                + "03" // purchase
                + "09" // positive, weighing
                + "4004000000000000" // 2.5
                + "10" // arrived
                + "02" // labels
                + "0005636c69636b" // click
                + "111214"
                + "000000" // latest, negative on timeout, eager
                + "00000000" // no horizon, no cohort, undecided, open
                + "03" // purchase
                + "111214"
                + "03011a" // sum, unlabelled on timeout, both, some left out, by propensity
                + "81ea49" // seven days, corrects
                + "3fd000000000000001" // a quarter kept, by user
                + "4034000000000000" // up to 20
                + "3c" // cohorts of an hour
                + "01" // decided:
                + "01" // positive
                + "024004000000000000"
                + "0e00"
                + "01"); // closed as decided
  }

  @Test
  void bytesOfAnOutcomeWithAllThatItCanHave() {
    assertThat(hex(TOLD))
        .isEqualTo(
            "0600"
                + "80a0abfef962"
                + "01"
                + "09"
                + "0006726566756e64" // refund
                + "03" // an id, and facts
                + "026f37" // o7
                + "01"
                + "0005776f727468" // worth
                + "3c" // negative, with value, weight, key and rank
                + "c004000000000000" // -2.5
                + "3fe0000000000000" // 0.5
                + "00013702" // key 7, rank 2
                + "04" // facts
                + "000a6174747269627574657307010161" // attributes {"a": "b"}
                + "0162"
                + "000176"
                + "043ff8000000000000" // v: 1.5
                + "000177"
                + "00" // w: null
                + "000178"
                + "0304" // x: 2
                + "00c801"
                + "00086f7574636f6d657303ac02");
  }

  @Test
  void everyStateSurvivesItsBytes() {
    for (JoinState state : List.of(CLOSED, LATE, WAITING, TOLD, OPEN)) {
      assertThat(codec.decode("r", codec.encode(state))).isEqualTo(state);
    }
  }

  /** What RATIONALE.md says of outcomes that wait to be judged. */
  @Test
  void outcomeThatWaitsCostsTheFieldsThatItsLabelsRead() {
    int one = codec.encode(waiting(1)).length;
    assertThat(one - codec.encode(waiting(0)).length).isEqualTo(60);
    assertThat(codec.encode(waiting(2)).length - one).isEqualTo(42);
  }

  private static JoinState waiting(int outcomes) {
    SortedMap<String, Object> values = new TreeMap<>();
    values.put("dwell_seconds", 12.5);
    values.put("outcome", "purchase");
    values.put("value", 10.0);
    List<JoinState.Held> held = new ArrayList<>();
    for (int i = 0; i < Math.max(1, outcomes); i++) {
      Facts facts = outcomes == 0 ? null : new Facts(values);
      Outcome outcome = new Outcome("r", T + i, "purchase", "", List.of(), facts);
      held.add(new JoinState.Held(new Arrival(outcome, T), T + 100, new ReadAt("outcomes", 3, i)));
    }
    return new JoinState.Waiting(held);
  }

  @Test
  void truncatedBytesAreRefusedAtEveryLength() {
    byte[] bytes = codec.encode(OPEN);
    for (int length = 0; length < bytes.length; length++) {
      byte[] truncated = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> codec.decode("r", truncated)).isInstanceOf(FormatException.class);
    }
  }

  @Test
  void bytesLeftOverAreRefused() {
    byte[] bytes = codec.encode(CLOSED);
    assertThatThrownBy(() -> codec.decode("r", Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("1 bytes too many");
  }

  @Test
  void weightThatCannotBeIsRefused() {
    String negative = hex(OPEN).replace("4004000000000000", "c004000000000000");
    assertThatThrownBy(() -> codec.decode("r", HexFormat.of().parseHex(negative)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("the weight -2.5");
  }

  @Test
  void damagedBytesAreRefusedOrReadAndNothingElse() {
    SplittableRandom random = new SplittableRandom(11);
    int refused = 0;
    for (int run = 0; run < 20_000; run++) {
      byte[] bytes = codec.encode(run % 2 == 0 ? OPEN : TOLD);
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      try {
        codec.decode("r", bytes);
      } catch (FormatException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1_000, 19_999);
  }

  @Test
  void otherFormatsAreRefusedWithAHint() {
    assertThatThrownBy(() -> codec.decode("r", new byte[] {7}))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("Unknown format 7 of join state: this version reads format 6. Run");
  }

  @Test
  void talliesNameTheFormatOfTheStates() {
    Map<String, LabelTally> tallies = Map.of("click", new LabelTally(300, 5, 200, 1, 2));
    byte[] bytes = LabelTalliesCodec.encode(new Remembered(tallies, 3, 5));
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(
            "0506" + "06" + "0a" + "01" + "05636c69636b" + "d804" + "0a" + "9003" + "02" + "04");
    assertThat(LabelTalliesCodec.decode(bytes)).isEqualTo(new Remembered(tallies, 3, 5));
    assertThat(tallies.get("click").pending()).isEqualTo(92);
    bytes[1] = 1;
    assertThatThrownBy(() -> LabelTalliesCodec.decode(bytes))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("format 1 of join states");
  }

  private String hex(JoinState state) {
    return HexFormat.of().formatHex(codec.encode(state));
  }
}
