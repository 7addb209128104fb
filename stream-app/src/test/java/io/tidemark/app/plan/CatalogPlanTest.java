package io.tidemark.app.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.app.settings.SettingsLoader;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.DefinitionChecker;
import io.tidemark.definition.ShopSchemas;
import io.tidemark.definition.yaml.DefinitionsReader;
import io.tidemark.expression.ExpressionCompiler;
import io.tidemark.store.Catalog;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.Catalog.FeatureEntry;
import io.tidemark.store.Catalog.KeyField;
import io.tidemark.store.Catalog.ServiceEntry;
import io.tidemark.store.ValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogPlanTest {
  private static final String SHOP =
      """
      namespace: shop
      sources:
        - {name: transactions, topic: transactions, event_time: invoice_time}
      entities:
        - {name: customer, key: [customer_id]}
        - {name: pair, key: [epoch, item]}
      features:
        - group: spending
          version: 2
          owner: growth-team
          source: transactions
          entity: customer
          aggregate:
            - {name: n, op: count, windows: [5m, 1h]}
            - {name: items, op: sum, of: quantity, windows: [1h]}
            - {name: spend, op: sum, of: unit_price, windows: [1h]}
            - {name: mean_items, op: mean, of: quantity, windows: [1h]}
            - {name: most, op: max, of: quantity, windows: [1h]}
        - group: latest
          source: transactions
          entity: customer
          ttl: 3d
          aggregate:
            - {name: item, op: last, of: item}
            - {name: large, op: last, of: quantity > 100}
            - {name: shipped, op: last, of: shipped_at}
        - group: affinity
          source: transactions
          entity: pair
          aggregate:
            - {name: n, op: count, windows: [1h]}
      """;

  @TempDir Path folder;

  private Catalog catalog(String yaml) throws Exception {
    return catalog(yaml, Map.of());
  }

  private Catalog catalog(String yaml, Map<String, String> flags) throws Exception {
    Path file = Files.writeString(folder.resolve("shop.yaml"), yaml);
    CheckedDefinitions checked =
        DefinitionChecker.check(
            DefinitionsReader.read(file), new ExpressionCompiler(), ShopSchemas::of);
    return CatalogPlan.of(checked, new SettingsLoader().flags(flags).load());
  }

  @Test
  void featuresHaveTheTypesTheirVectorsHave() throws Exception {
    Catalog catalog = catalog(SHOP);
    assertThat(catalog.namespace()).isEqualTo("shop");
    assertThat(catalog.entities())
        .extracting(EntityEntry::name)
        .containsExactly("customer", "pair");
    EntityEntry customer = catalog.entities().get(0);
    assertThat(customer.features())
        .extracting(feature -> feature.field() + " " + feature.type())
        .containsExactly(
            "spending.n_5m LONG",
            "spending.n_1h LONG",
            "spending.items_1h LONG",
            "spending.spend_1h DOUBLE",
            "spending.mean_items_1h DOUBLE",
            "spending.most_1h LONG",
            "latest.item STRING",
            "latest.large BOOLEAN",
            "latest.shipped LONG");
    assertThat(customer.feature("spending.n_5m"))
        .hasValue(
            new FeatureEntry(
                "spending",
                2,
                "n_5m",
                "count",
                "5m",
                ValueType.LONG,
                "growth-team",
                Duration.ofMinutes(65)));
    assertThat(customer.feature("latest.item").orElseThrow().ttl()).isEqualTo(Duration.ofDays(3));
    assertThat(customer.feature("latest.item").orElseThrow().window()).isNull();
    assertThat(catalog.entities().get(1).key())
        .isEqualTo(
            List.of(new KeyField("epoch", ValueType.LONG), new KeyField("item", ValueType.STRING)));
  }

  @Test
  void pinnedVersionIsTheOneThatIsServed() throws Exception {
    String two =
        SHOP
            + SHOP.substring(SHOP.indexOf("  - group: affinity"))
                .replace("group: affinity\n", "group: affinity\n    version: 2\n");
    assertThat(versionOfAffinity(catalog(two))).isEqualTo(2);
    assertThat(versionOfAffinity(catalog(two, Map.of("features.pin", "affinity@1")))).isEqualTo(1);
  }

  private static int versionOfAffinity(Catalog catalog) {
    List<FeatureEntry> features = catalog.entities().get(1).features();
    assertThat(features).hasSize(1);
    return features.get(0).version();
  }

  @Test
  void servicesNameFeaturesInTheirOrderAndAGroupAllOfItsOwn() throws Exception {
    String services =
        """
        models:
          - {name: ranker, predictions: {topic: p}, features: [latest.item, affinity]}
        feature_services:
          - {name: all, features: [latest.large, latest, spending.n_1h]}
        """;

    assertThat(catalog(SHOP + services).services())
        .containsExactly(
            new ServiceEntry("ranker", List.of("latest.item", "affinity.n_1h")),
            new ServiceEntry(
                "all", List.of("latest.large", "latest.item", "latest.shipped", "spending.n_1h")));
  }
}
