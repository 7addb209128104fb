package io.tidemark.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.Window;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.feature.FeaturePlan;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupIndexTest {
  private static final int GROUPS = 40;

  private final FeaturePlan plan =
      FeaturePlan.of(
          new Entity("user", List.of("user_id")),
          IntStream.range(0, GROUPS).mapToObj(i -> group("g" + i)).toList(),
          (group, aggregate) -> Kind.DYNAMIC);
  private final GroupIndex groups = new GroupIndex(plan);

  private static FeatureGroup group(String name) {
    Window window = new Window("1h", Duration.ofHours(1));
    Aggregate count = new Aggregate("n", AggregateOp.COUNT, null, List.of(window));
    return new FeatureGroup(name, 1, null, "events", "user", null, null, List.of(count), List.of());
  }

  @Test
  void everyGroupIsFoundByItsIdAndByItsVersion() {
    for (int g = 0; g < GROUPS; g++) {
      assertThat(groups.of(plan.groupIds().get(g))).isEqualTo(g);
      assertThat(groups.of(new StringBuilder(plan.groupIds().get(g)).toString())).isEqualTo(g);
      assertThat(groups.of("g" + g + "@1")).isEqualTo(g);
    }
  }

  @Test
  void whatIsNotDeclaredHasNoIndex() {
    assertThat(groups.of("g0@2")).isEqualTo(-1);
    assertThat(groups.of(plan.groupIds().get(0) + "0")).isEqualTo(-1);
    assertThat(groups.of("")).isEqualTo(-1);
  }
}
