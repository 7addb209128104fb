package io.tidemark.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
  @Test
  void suggestionsAreNearNamesOnly() {
    List<String> known = List.of("price", "prices", "quantity");
    assertThat(Spelling.closest("pirce", known)).contains("price");
    assertThat(Spelling.closest("PRICE", known)).contains("price");
    assertThat(Spelling.closest("amount", known)).isEmpty();
    assertThat(Spelling.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Spelling.distance("ab", "ba")).isEqualTo(1);
  }

  @Test
  void ofEquallyNearNamesTheFirstInOrderIsMeant() {
    assertThat(Spelling.closest("item_x", List.of("item_c", "item_a", "item_b")))
        .contains("item_a");
  }

  @Test
  void shortNameMayDifferInOneLetterOnly() {
    assertThat(Spelling.closest("id", List.of("ip"))).contains("ip");
    assertThat(Spelling.closest("id", List.of("no"))).isEmpty();
  }

  @Test
  void nameOfAnyLengthIsAnsweredAtOnce() {
    assertThat(Spelling.closest("a".repeat(1_000_000), List.of("a".repeat(999_999)))).isEmpty();
    assertThat(Spelling.closest("", List.of("a", "price"))).contains("a");
    assertThat(Spelling.closest("price", List.of())).isEmpty();
  }

  @Test
  void suggestionIsAskedAsAQuestion() {
    assertThat(Spelling.didYouMean("pirce", List.of("price"))).contains("did you mean 'price'?");
    assertThat(Spelling.didYouMean("amount", List.of("price"))).isEmpty();
  }
}
