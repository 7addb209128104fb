package io.tidemark.store.feast;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.store.Catalog;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.Catalog.FeatureEntry;
import io.tidemark.store.Catalog.KeyField;
import io.tidemark.store.Catalog.ServiceEntry;
import io.tidemark.store.ValueType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The Python file; that Feast takes it is what FeastIT says. */
class FeastRepositoryTest {
  private static FeatureEntry feature(String group, String name, ValueType type, String owner) {
    return new FeatureEntry(group, 2, name, "last", null, type, owner, Duration.ofHours(25));
  }

  private static EntityEntry entity(String name, ValueType item, FeatureEntry... features) {
    return new EntityEntry(
        name,
        List.of(new KeyField("customer_id", ValueType.STRING), new KeyField("item", item)),
        List.of(features));
  }

  @Test
  void viewHasAnEntityPerKeyFieldAndAFieldPerFeature() {
    FeatureEntry flags = feature("a-b", "flags", ValueType.BOOLEAN_LIST, "Ann \"A\"");
    String file =
        FeastRepository.of(new Catalog("shop", List.of(entity("pair", ValueType.LONG, flags))));

    assertThat(file)
        .startsWith("# What Tidemark keeps in the online store for namespace shop,")
        .endsWith(
            """

            entity_customer_id = Entity(name="customer_id", join_keys=["customer_id"], value_type=ValueType.STRING)

            entity_item = Entity(name="item", join_keys=["item"], value_type=ValueType.INT64)

            view_a_b = FeatureView(
                name="a-b",
                entities=[entity_customer_id, entity_item],
                ttl=timedelta(seconds=90000),
                schema=[
                    Field(name="customer_id", dtype=String),
                    Field(name="item", dtype=Int64),
                    Field(name="flags", dtype=Array(Bool)),
                ],
                source=FileSource(name="a-b_history", path="history/a-b.parquet", timestamp_field="event_timestamp"),
                online=False,
                owner="Ann \\"A\\"",
                tags={"version": "2"},
            )
            """);
  }

  @Test
  void namesThatPythonWouldTakeForOneAreKeptApart() {
    Catalog catalog =
        new Catalog(
            "shop",
            List.of(
                entity("one", ValueType.LONG, feature("a-b", "x", ValueType.LONG, null)),
                entity("two", ValueType.STRING, feature("a_b", "y", ValueType.DOUBLE, null))),
            List.of(
                new ServiceEntry("r/1", List.of("a_b.y", "a-b.x")),
                new ServiceEntry("r.1", List.of("a-b.x"))));

    assertThat(FeastRepository.of(catalog))
        .contains("entity_item = Entity(name=\"item\", join_keys=[\"item\"]")
        .contains("entity_item_text = Entity(name=\"item_text\", join_keys=[\"item\"]")
        .containsOnlyOnce("entity_customer_id = ")
        .contains("view_a_b = ", "view_a_b_2 = ")
        .contains("service_r_1 = ", "features=[view_a_b_2[[\"y\"]], view_a_b[[\"x\"]]]")
        .contains("service_r_1_2 = ");
  }
}
