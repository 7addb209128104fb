package io.tidemark.kafka.past;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bytes.FormatException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Bytes of format 1 of the progress of a group: a change of them needs another format. */
class BackfillStateGoldenTest {
  private static final BackfillState STATE = new BackfillState(300, 5, true);

  @Test
  void stateIsReadAndWritten() {
    assertThat(HexFormat.of().formatHex(STATE.encode())).isEqualTo("01" + "ac02" + "05" + "01");
    assertThat(BackfillState.decode(STATE.encode())).isEqualTo(STATE);
  }

  @Test
  void otherFormatsAndDamageAreRefused() {
    byte[] bytes = STATE.encode();
    for (int length = 0; length <= bytes.length + 1; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      if (length != bytes.length) {
        assertThatThrownBy(() -> BackfillState.decode(cut)).isInstanceOf(FormatException.class);
      }
    }
    bytes[0] = 9;
    assertThatThrownBy(() -> BackfillState.decode(bytes))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("format 9 of progress of a group's past");
  }
}
