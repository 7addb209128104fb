package io.tidemark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureRowTest {
  private static final EntityKey KEY = new EntityKey("shop", "user", "1");

  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 53})
  void revisionThatADoubleCannotTellApartIsRefused(long revision) {
    assertThatThrownBy(() -> row(Map.of(), revision, Duration.ofDays(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(revision));
  }

  @Test
  void fieldNamesOfTheStoreAreRefused() {
    assertThatThrownBy(() -> row(Map.of("_rev", "1"), 1, Duration.ofDays(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("_rev");
  }

  @Test
  void valuesHandedOverAreThoseOfACopy() {
    Map<String, Object> values = new LinkedHashMap<>(Map.of("g.a", 1L, "g.b", "x"));

    FeatureRow kept = row(FeatureRow.handedOver(values), 1, Duration.ofDays(1));
    FeatureRow copied = row(values, 1, Duration.ofDays(1));

    assertThat(kept).isEqualTo(copied).hasSameHashCodeAs(copied);
    assertThat(kept.values().get("g.a")).isEqualTo(1L);
    assertThat(kept.values()).containsKey("g.b").doesNotContainKey("g.c").hasSize(2);
    assertThatThrownBy(() -> kept.values().put("g.c", 1L))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> kept.values().entrySet().iterator().next().setValue(2L))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void valuesHandedOverAreCheckedAsOthers() {
    Map<String, Object> absent = new HashMap<>();
    absent.put("g.a", null);

    assertThatThrownBy(() -> row(FeatureRow.handedOver(absent), 1, Duration.ofDays(1)))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("g.a");
    assertThatThrownBy(() -> row(FeatureRow.handedOver(Map.of("_rev", "1")), 1, Duration.ofDays(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("_rev");
  }

  @Test
  void timeToLiveIsAtLeastAMillisecond() {
    assertThatThrownBy(() -> row(Map.of(), 1, Duration.ofNanos(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void statusTextNamesTheWarmingFields() {
    assertThat(RowText.status(List.of())).isEqualTo("READY");
    assertThat(RowText.status(List.of("g.a_1h", "g.b"))).isEqualTo("WARMING g.a_1h,g.b");
    assertThat(RowText.warming("WARMING g.a_1h,g.b")).containsExactly("g.a_1h", "g.b");
    assertThat(RowText.warming("READY")).isEmpty();
  }

  private static FeatureRow row(Map<String, Object> values, long revision, Duration ttl) {
    return new FeatureRow(
        KEY,
        values,
        revision,
        0,
        OptionalLong.empty(),
        EventTimes.newest(OptionalLong.empty()),
        List.of(),
        ttl);
  }
}
