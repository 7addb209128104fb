package io.tidemark.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InMemorySchemaRegistryTest extends SchemaRegistryContract {

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

  @Override
  protected SchemaRegistry registry() {
    return registry;
  }

  @Override
  protected Optional<UUID> guidOf(int id) {
    return Optional.of(registry.guidOf(id));
  }

  @Test
  void idOfAnotherTypeSaysWhichType() {
    registry.putOtherType(7, "JSON");

    assertThatThrownBy(() -> registry.schemaById(7))
        .isInstanceOf(SchemaNotFoundException.class)
        .hasMessageContaining("id 7")
        .hasMessageContaining("JSON");
  }

  @Test
  void levelNoneAllowsAnything() {
    registry.setCompatibility("s", CompatibilityLevel.NONE);
    registry.register("s", v1());

    assertThat(registry.checkCompatibility("s", incompatible()).compatible()).isTrue();
  }

  @Test
  void levelForwardLetsOldReadersReadNewRecords() {
    registry.setCompatibility("s", CompatibilityLevel.FORWARD);
    registry.register("s", incompatible());

    assertThat(registry.checkCompatibility("s", v1()).compatible()).isFalse();
  }

  @Test
  void levelFullNeedsBothDirections() {
    registry.setCompatibility("s", CompatibilityLevel.FULL);
    registry.register("s", v1());

    assertThat(registry.checkCompatibility("s", v2()).compatible()).isTrue();
    assertThat(registry.checkCompatibility("s", incompatible()).compatible()).isFalse();
  }

  @Test
  void closedRegistryRefusesCalls() {
    registry.close();
    registry.close();

    assertThatThrownBy(() -> registry.schemaById(1)).isInstanceOf(IllegalStateException.class);
  }
}
