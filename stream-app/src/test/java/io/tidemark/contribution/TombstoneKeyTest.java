package io.tidemark.contribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.store.Catalog.KeyField;
import io.tidemark.store.KeyForm;
import io.tidemark.store.ValueType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which keys of records name an entity. */
class TombstoneKeyTest {
  private static final KeyForm ONE = new KeyForm(List.of(new KeyField("k", ValueType.STRING)));
  private static final KeyForm TWO =
      new KeyForm(
          List.of(new KeyField("k", ValueType.STRING), new KeyField("l", ValueType.STRING)));
  private static final KeyForm WHOLE = new KeyForm(List.of(new KeyField("k", ValueType.LONG)));

  @Test
  void numberHasOneSpelling() {
    assertThat(TombstoneKey.of("17850.0".getBytes(UTF_8), WHOLE)).contains("17850");
    assertThat(TombstoneKey.of("seven".getBytes(UTF_8), WHOLE)).isEmpty();
  }

  @Test
  void textOfOneFieldIsItsValue() {
    assertThat(TombstoneKey.of("u|1 é".getBytes(UTF_8), ONE)).contains("u\\|1 é");
  }

  @Test
  void severalFieldsAreJoined() {
    assertThat(TombstoneKey.of("a\\|b|c".getBytes(UTF_8), TWO)).contains("a\\|b|c");
    assertThat(TombstoneKey.of("a|b|c".getBytes(UTF_8), TWO)).isEmpty();
    assertThat(TombstoneKey.of("a|".getBytes(UTF_8), TWO)).isEmpty();
  }

  @Test
  void whatIsNoTextNamesNobody() {
    assertThat(TombstoneKey.of(null, ONE)).isEmpty();
    assertThat(TombstoneKey.of(new byte[0], ONE)).isEmpty();
    assertThat(TombstoneKey.of(new byte[] {0, 0, 0, 0, 1, 'u'}, ONE)).as("Confluent's").isEmpty();
    assertThat(TombstoneKey.of(new byte[] {(byte) 0xc3}, ONE)).as("half a character").isEmpty();
  }
}
