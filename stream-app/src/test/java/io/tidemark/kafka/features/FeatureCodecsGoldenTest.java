package io.tidemark.kafka.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.contribution.Contribution;
import io.tidemark.contribution.Contribution.GroupInputs;
import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.Window;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.feature.FeatureEngine;
import io.tidemark.feature.FeaturePlan;
import io.tidemark.kafka.features.EntityInput.Contributed;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Bytes of every format in the state store and on the repartition topic, which must never change.
 */
class FeatureCodecsGoldenTest {
  private static final String CONTRIBUTION =
      "01"
          + "0000000000000102" // time
          + "0001" // groups
          + "00036740310006" // g@1, six values
          + "30"
          + "6cffffffffffffffff"
          + "643ff8000000000000"
          + "7466"
          + "7300000003c3a978";

  private static Contribution contribution() {
    Object[] values = {null, -1L, 1.5, true, false, "éx"};
    return new Contribution(258, List.of(new GroupInputs("g@1", values)));
  }

  @Test
  void contribution1() {
    byte[] bytes = EntityInputCodec.encode(new Contributed(contribution(), false));
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(CONTRIBUTION);

    Contribution read = ((Contributed) EntityInputCodec.decode(bytes)).contribution();
    assertThat(read.timeMs()).isEqualTo(258);
    assertThat(read.groups().get(0).group()).isEqualTo("g@1");
    assertThat(read.groups().get(0).values())
        .containsExactly(contribution().groups().get(0).values());
  }

  @Test
  void unknownContributionSaysWhatToDo() {
    assertThatThrownBy(() -> EntityInputCodec.decode(new byte[] {9}))
        .hasMessageContaining("format 9")
        .hasMessageContaining("reads formats 1 to 3");
  }

  @Test
  void contributionOfThePast2() {
    byte[] bytes = EntityInputCodec.encode(new Contributed(contribution(), true));
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("02" + CONTRIBUTION.substring(2));
    assertThat(((Contributed) EntityInputCodec.decode(bytes)).past()).isTrue();
  }

  @Test
  void caughtUp3() {
    EntityInput told = new EntityInput.CaughtUp("g@1-0f", 2, 12);
    byte[] bytes = EntityInputCodec.encode(told);
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo("03" + "00066740312d3066" + "00000002" + "0000000c");
    assertThat(EntityInputCodec.decode(bytes)).isEqualTo(told);
  }

  @Test
  void entityEntry1() {
    byte[] bytes =
        HexFormat.of()
            .parseHex(
                "01" + "0000000000000102" + "7fffffffffffffff" + "0100ffffffffffffffffff0100");
    EntityEntry read = new EntityEntryCodec(plan()).decode("a", bytes);
    assertThat(read.timerMs).isEqualTo(258);
    assertThat(read.validUntilMs).isEqualTo(EntityEntry.NEVER);
    assertThat(read.sentHash).isEqualTo(VectorHash.NONE);
  }

  @Test
  void entityEntry2() {
    FeaturePlan plan = plan();
    FeatureEngine engine = new FeatureEngine(plan);
    EntityEntry entry = new EntityEntry("a", engine.empty());
    entry.timerMs = 258;
    entry.validUntilMs = EntityEntry.NEVER;
    entry.sentHash = 259;
    EntityEntryCodec codec = new EntityEntryCodec(plan);

    byte[] bytes = codec.encode(entry);
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(
            "02"
                + "0000000000000102"
                + "7fffffffffffffff"
                + "0000000000000103"
                + "0100ffffffffffffffffff0100");
    EntityEntry read = codec.decode("a", bytes);
    assertThat(read.timerMs).isEqualTo(258);
    assertThat(read.validUntilMs).isEqualTo(EntityEntry.NEVER);
    assertThat(read.sentHash).isEqualTo(259);
    assertThat(read.unsent || read.queued).isFalse();
    assertThat(codec.encode(read)).isEqualTo(bytes);
  }

  @Test
  void unknownEntityEntrySaysWhatToDo() {
    byte[] bytes = new byte[40];
    bytes[0] = 9;
    assertThatThrownBy(() -> new EntityEntryCodec(plan()).decode("a", bytes))
        .hasMessageContaining("format 9")
        .hasMessageContaining("entity a");
  }

  private static FeaturePlan plan() {
    Window window = new Window("5m", Duration.ofMinutes(5));
    Aggregate count = new Aggregate("n", AggregateOp.COUNT, null, List.of(window));
    FeatureGroup group =
        new FeatureGroup("g", 1, null, "events", "user", null, null, List.of(count));
    return FeaturePlan.of(
        new Entity("user", List.of("user_id")), List.of(group), (g, a) -> Kind.DYNAMIC);
  }
}
