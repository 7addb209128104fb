package io.tidemark.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyPartsTest {

  @Test
  void onePlainPartIsItself() {
    assertThat(KeyParts.join("u1")).isEqualTo("u1");
    assertThat(KeyParts.join("shop:user/1")).isEqualTo("shop:user/1");
    assertThat(KeyParts.join("")).isEmpty();
  }

  @Test
  void partsAreJoinedAndEscaped() {
    assertThat(KeyParts.join("m9", "7")).isEqualTo("m9|7");
    assertThat(KeyParts.join("a|b", "c\\")).isEqualTo("a\\|b|c\\\\");
    assertThat(KeyParts.join("a|b")).isEqualTo("a\\|b");
  }

  @Test
  void differentPartsHaveDifferentKeysAndSplitTakesThemApart() {
    long seed = 7;
    Random random = new Random(seed);
    Set<List<String>> parts = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      List<String> some = new ArrayList<>();
      for (int n = random.nextInt(3); n >= 0; n--) {
        some.add(text(random));
      }
      parts.add(some);
      keys.add(KeyParts.join(some));
      assertThat(KeyParts.split(KeyParts.join(some))).as("seed %d", seed).isEqualTo(some);
    }
    assertThat(keys).as("seed %d", seed).hasSameSizeAs(parts);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    random.ints(random.nextInt(4), 0, 4).forEach(c -> text.append("|\\a:".charAt(c)));
    return text.toString();
  }
}
