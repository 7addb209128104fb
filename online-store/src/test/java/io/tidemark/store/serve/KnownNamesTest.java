package io.tidemark.store.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownNamesTest {

  @Test
  void nameThatWasProbablyMeantIsHinted() {
    assertThat(KnownNames.hint("entity", "custmer", List.of("customer", "shop")))
        .isEqualTo("Did you mean 'customer'?");
  }

  @Test
  void someOfThoseThereAreAreShown() {
    assertThat(KnownNames.hint("entity", "zzz", List.of("customer", "shop")))
        .isEqualTo("Known are customer, shop. GET /v1/catalog lists all");
    List<String> many = IntStream.range(0, 11).mapToObj(i -> "entity" + i).toList();
    assertThat(KnownNames.hint("entity", "zzz", many))
        .contains("entity9, \u2026")
        .doesNotContain("10");
  }

  @Test
  void whereNoneIsDeclaredThatIsSaid() {
    assertThat(KnownNames.hint("entity", "customer", List.of())).isEqualTo("No entity is declared");
    assertThat(KnownNames.hint("feature service", "x", List.of()))
        .isEqualTo("No feature service is declared");
  }
}
