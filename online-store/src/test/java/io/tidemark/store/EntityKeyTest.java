package io.tidemark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntityKeyTest {

  @Test
  void onePartIsItself() {
    assertThat(EntityKey.join(List.of("u1"))).isEqualTo("u1");
    assertThat(new EntityKey("shop", "user", "u:1").asRedisKey()).isEqualTo("shop:user:u:1");
  }

  @Test
  void partsAreJoinedAndEscaped() {
    assertThat(EntityKey.join(List.of("m9", "7"))).isEqualTo("m9|7");
    assertThat(EntityKey.join(List.of("a|b", "c\\"))).isEqualTo("a\\|b|c\\\\");
    assertThat(EntityKey.join(List.of("a|b"))).isEqualTo("a\\|b");
  }

  @Test
  void differentPartsHaveDifferentKeysAndSplitTakesThemApart() {
    Random random = new Random(7);
    Set<List<String>> parts = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      List<String> some = new ArrayList<>();
      for (int n = random.nextInt(3); n >= 0; n--) {
        some.add(
            random
                .ints(random.nextInt(4), 0, 4)
                .collect(
                    StringBuilder::new,
                    (s, c) -> s.append("|\\a:".charAt(c)),
                    StringBuilder::append)
                .toString());
      }
      parts.add(some);
      keys.add(EntityKey.join(some));
      assertThat(EntityKey.split(EntityKey.join(some))).isEqualTo(some);
    }
    assertThat(keys).hasSameSizeAs(parts);
  }

  @Test
  void namesWithSeparatorAndEmptyKeysAreRefused() {
    assertThatThrownBy(() -> new EntityKey("a:b", "user", "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a:b'");
    assertThatThrownBy(() -> new EntityKey("shop", "user", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
