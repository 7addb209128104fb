package io.tidemark.contribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which keys of records name an entity. */
class TombstoneKeyTest {
  @Test
  void textOfOneFieldIsItsValue() {
    assertThat(TombstoneKey.of("u|1 é".getBytes(UTF_8), 1)).contains("u\\|1 é");
  }

  @Test
  void severalFieldsAreJoined() {
    assertThat(TombstoneKey.of("a\\|b|c".getBytes(UTF_8), 2)).contains("a\\|b|c");
    assertThat(TombstoneKey.of("a|b|c".getBytes(UTF_8), 2)).isEmpty();
    assertThat(TombstoneKey.of("a|".getBytes(UTF_8), 2)).isEmpty();
  }

  @Test
  void whatIsNoTextNamesNobody() {
    assertThat(TombstoneKey.of(null, 1)).isEmpty();
    assertThat(TombstoneKey.of(new byte[0], 1)).isEmpty();
    assertThat(TombstoneKey.of(new byte[] {0, 0, 0, 0, 1, 'u'}, 1)).as("Confluent's").isEmpty();
    assertThat(TombstoneKey.of(new byte[] {(byte) 0xc3}, 1)).as("half a character").isEmpty();
  }
}
