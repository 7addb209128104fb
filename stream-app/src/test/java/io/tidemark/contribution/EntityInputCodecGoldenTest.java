package io.tidemark.contribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.contribution.Contribution.GroupInputs;
import io.tidemark.contribution.EntityInput.Contributed;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes of every format on the repartition topic. */
class EntityInputCodecGoldenTest {
  private static final String CONTRIBUTION =
      "01"
          + "0000000000000102" // time
          + "0001" // groups
          + "00036740310006" // g@1, six values
          + "30"
          + "6cffffffffffffffff"
          + "643ff8000000000000"
          + "7466"
          + "7300000003c3a978";

  private static Contribution contribution() {
    Object[] values = {null, -1L, 1.5, true, false, "éx"};
    return new Contribution(258, List.of(new GroupInputs("g@1", values)));
  }

  @Test
  void contribution1() {
    byte[] bytes = EntityInputCodec.encode(new Contributed(contribution(), false));
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(CONTRIBUTION);

    Contribution read = ((Contributed) EntityInputCodec.decode(bytes)).contribution();
    assertThat(read.timeMs()).isEqualTo(258);
    assertThat(read.groups().get(0).group()).isEqualTo("g@1");
    assertThat(read.groups().get(0).values())
        .containsExactly(contribution().groups().get(0).values());
  }

  @Test
  void unknownContributionSaysWhatToDo() {
    assertThatThrownBy(() -> EntityInputCodec.decode(new byte[] {9}))
        .hasMessageContaining("format 9")
        .hasMessageContaining("reads formats 1 to 3");
  }

  @Test
  void contributionOfThePast2() {
    byte[] bytes = EntityInputCodec.encode(new Contributed(contribution(), true));
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("02" + CONTRIBUTION.substring(2));
    assertThat(((Contributed) EntityInputCodec.decode(bytes)).past()).isTrue();
  }

  @Test
  void caughtUp3() {
    EntityInput told = new EntityInput.CaughtUp("g@1-0f", 2, 12);
    byte[] bytes = EntityInputCodec.encode(told);
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo("03" + "00066740312d3066" + "00000002" + "0000000c");
    assertThat(EntityInputCodec.decode(bytes)).isEqualTo(told);
  }
}
