package io.tidemark.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NameCacheTest {
  private static final long SEED = 7;

  private final NameCache cache = new NameCache();

  @Test
  void nameIsTheSameStringAgain() {
    byte[] bytes = "group.feature_1h".getBytes(UTF_8);

    assertThat(cache.name(bytes, 0, bytes.length)).isSameAs(cache.name(bytes, 0, bytes.length));
  }

  @Test
  void moreNamesThanThereIsRoomForAreAllRight() {
    Random random = new Random(SEED);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      int from = random.nextInt(bytes.length + 1);
      int length = random.nextInt(bytes.length - from + 1);

      assertThat(cache.name(bytes, from, length))
          .as("seed " + SEED + ", name " + i)
          .isEqualTo(new String(bytes, from, length, UTF_8));
    }
  }

  @Test
  void namesThatAreNotAllThereAreRefused() {
    for (int length = 1; length < 300; length++) {
      byte[] bytes = new byte[length - 1];
      int more = length;
      assertThatThrownBy(() -> cache.name(bytes, 0, more))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }
}
