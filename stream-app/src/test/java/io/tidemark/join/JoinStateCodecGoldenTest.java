package io.tidemark.join;

import static io.tidemark.join.JoinFixtures.T;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.definition.Model.OnTimeout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinStateCodecGoldenTest {
  private final JoinStateCodec codec = new JoinStateCodec();

  private static final JoinState CLOSED = new JoinState.Closed(T);
  private static final JoinState WAITING =
      new JoinState.Waiting(List.of(new JoinState.Held(JoinFixtures.click(T - 5, 40), T, T + 100)));
  private static final JoinState OPEN =
      new JoinState.Open(
          new Prediction("r", "ranker", "v3", T, new byte[] {1, 2, 3}),
          List.of(JoinFixtures.purchase(T + 7, 2.5)),
          List.of(
              new OpenLabel("click", T - 9, T + 9, T + 10, OnTimeout.NEGATIVE, null),
              new OpenLabel(
                  "purchase",
                  T - 9,
                  T + 9,
                  T + 10,
                  OnTimeout.UNLABELLED,
                  new Standing(true, 2.5, T + 7, 0))));

  @Test
  void bytesOfVersionOneNeverChange() {
    assertThat(hex(CLOSED)).isEqualTo("020480a0abfef962");
    assertThat(hex(WAITING)).isEqualTo("020080a0abfef9620209000a636c69636b0202020200c801");
    assertThat(hex(OPEN))
        .isEqualTo(
            "020280a0abfef962000c72616e6b65720004763306010203020e00107075726368617365020602004004"
                + "00000000000004000a636c69636b11121400000611121402020200400400000000000"
                + "00e00");
  }

  @Test
  void everyStateSurvivesItsBytes() {
    for (JoinState state : List.of(CLOSED, WAITING, OPEN)) {
      assertThat(codec.decode("r", codec.encode(state))).isEqualTo(state);
    }
  }

  @Test
  void truncatedBytesAreRefusedAtEveryLength() {
    byte[] bytes = codec.encode(OPEN);
    for (int length = 0; length < bytes.length; length++) {
      byte[] truncated = Arrays.copyOf(bytes, length);
      assertThatIllegalArgumentException().isThrownBy(() -> codec.decode("r", truncated));
    }
  }

  @Test
  void bytesLeftOverAreRefused() {
    byte[] bytes = codec.encode(CLOSED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.decode("r", Arrays.copyOf(bytes, bytes.length + 1)))
        .withMessageContaining("1 bytes are left over");
  }

  @Test
  void otherVersionsAreRefusedWithAHint() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.decode("r", new byte[] {4}))
        .withMessage(
            "Unknown version 2 of a join state: must be 1. Run the release that wrote it.");
  }

  private String hex(JoinState state) {
    return HexFormat.of().formatHex(codec.encode(state));
  }
}
