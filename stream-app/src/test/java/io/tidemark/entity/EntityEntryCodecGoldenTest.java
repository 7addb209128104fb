package io.tidemark.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bytes.FormatException;
import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.Window;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.feature.FeatureEngine;
import io.tidemark.feature.FeaturePlan;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes of format 1 of an entity in the state store: a change of them needs another format. */
class EntityEntryCodecGoldenTest {
  @Test
  void entityEntry() {
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
            "01"
                + "0000000000000102"
                + "7fffffffffffffff"
                + "0000000000000103"
                + "0300ffffffffffffffffff0100");
    EntityEntry read = codec.decode("a", bytes);
    assertThat(read.timerMs).isEqualTo(258);
    assertThat(read.validUntilMs).isEqualTo(EntityEntry.NEVER);
    assertThat(read.sentHash).isEqualTo(259);
    assertThat(read.unsent || read.queued).isFalse();
    assertThat(codec.encode(read)).isEqualTo(bytes);
  }

  @Test
  void anotherFormatSaysWhatToDo() {
    byte[] bytes = new byte[40];
    bytes[0] = 9;
    assertThatThrownBy(() -> new EntityEntryCodec(plan()).decode("a", bytes))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("format 9")
        .hasMessageContaining("entity a");
  }

  private static FeaturePlan plan() {
    Window window = new Window("5m", Duration.ofMinutes(5));
    Aggregate count = new Aggregate("n", AggregateOp.COUNT, null, List.of(window));
    FeatureGroup group =
        new FeatureGroup("g", 1, null, "events", "user", null, null, List.of(count), List.of());
    return FeaturePlan.of(
        new Entity("user", List.of("user_id")), List.of(group), (g, a) -> Kind.DYNAMIC);
  }
}
