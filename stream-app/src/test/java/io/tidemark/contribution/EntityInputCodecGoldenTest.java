package io.tidemark.contribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bytes.FormatException;
import io.tidemark.contribution.Contribution.GroupInputs;
import io.tidemark.contribution.EntityInput.Contributed;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes of format 2 on the repartition topic: a change of them needs another format. */
class EntityInputCodecGoldenTest {
  private static final String TIME = "8404";
  private static final String GROUPS =
      "01" // groups
          + "0367403106" // g@1, six values
          + "30"
          + "6c01"
          + "643ff8000000000000"
          + "7466"
          + "7303c3a978";

  private static Contribution contribution() {
    Object[] values = {null, -1L, 1.5, true, false, "éx"};
    return new Contribution(258, List.of(new GroupInputs("g@1", values)));
  }

  @Test
  void liveContribution() {
    byte[] bytes = EntityInputCodec.encode(new Contributed(contribution(), false, 257));
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("0200" + TIME + "0101" + GROUPS);

    Contribution read = ((Contributed) EntityInputCodec.decode(bytes)).contribution();
    assertThat(read.timeMs()).isEqualTo(258);
    assertThat(read.groups().get(0).group()).isEqualTo("g@1");
    assertThat(read.groups().get(0).values())
        .containsExactly(contribution().groups().get(0).values());
  }

  @Test
  void contributionOfThePast() {
    byte[] bytes =
        EntityInputCodec.encode(new Contributed(contribution(), true, EntityInput.NO_CLOCK));
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("0201" + TIME + "00" + GROUPS);
    assertThat(((Contributed) EntityInputCodec.decode(bytes)).past()).isTrue();
  }

  @Test
  void caughtUp() {
    EntityInput told = new EntityInput.CaughtUp("g@1-0f", 2, 12);
    byte[] bytes = EntityInputCodec.encode(told);
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("0202" + "066740312d3066" + "02" + "0c");
    assertThat(EntityInputCodec.decode(bytes)).isEqualTo(told);
  }

  @Test
  void erased() {
    EntityInput asked = new EntityInput.Erased("e-1", 258, true, 4);
    byte[] bytes = EntityInputCodec.encode(asked);
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("0203" + "03652d31" + TIME + "0104");
    assertThat(EntityInputCodec.decode(bytes)).isEqualTo(asked);
  }

  @Test
  void anotherFormatSaysWhatToDo() {
    assertThatThrownBy(() -> EntityInputCodec.decode(new byte[] {9}))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("format 9 of contribution")
        .hasMessageContaining("reads format 2");
  }

  @Test
  void everyTruncationAndExtensionIsRefused() {
    byte[] bytes = EntityInputCodec.encode(new Contributed(contribution(), false, 257));
    for (int length = 0; length <= bytes.length + 1; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      if (length != bytes.length) {
        assertThatThrownBy(() -> EntityInputCodec.decode(cut)).isInstanceOf(FormatException.class);
      }
    }
  }
}
