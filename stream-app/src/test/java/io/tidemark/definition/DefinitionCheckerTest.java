package io.tidemark.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.definition.CheckedDefinitions.CheckedAggregate;
import io.tidemark.definition.CheckedDefinitions.CheckedDerived;
import io.tidemark.definition.CheckedDefinitions.CheckedGroup;
import io.tidemark.definition.CheckedDefinitions.CheckedLabel;
import io.tidemark.definition.CheckedDefinitions.CheckedSource;
import io.tidemark.definition.yaml.DefinitionsReader;
import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.Fields;
import io.tidemark.expression.ExpressionCompiler;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefinitionCheckerTest {
  private static final Path GOOD = Path.of("src/test/resources/definitions/good");
  private static final Map<String, Object> VALUES =
      Map.of(
          "customer_id",
          "c1",
          "invoice_time",
          Instant.ofEpochMilli(5),
          "ordered_at",
          Instant.EPOCH,
          "unit_price",
          2.5,
          "quantity",
          4L,
          "item",
          "pot");
  private static final Fields EVENT = VALUES::get;

  private static CheckedDefinitions checked(String file) throws DefinitionException {
    LoadedDefinitions loaded = DefinitionsReader.read(GOOD.resolve(file));
    return DefinitionChecker.check(loaded, new ExpressionCompiler(), ShopSchemas::of);
  }

  @Test
  void exampleOfTheBriefCompiles() throws Exception {
    CheckedDefinitions shop = checked("shop.yaml");
    CheckedSource source = shop.sources().get(0);
    assertThat(source.type()).isEqualTo(ShopSchemas.TRANSACTION);
    assertThat(source.eventTime().read(EVENT)).isEqualTo(5);
    assertThat(source.rules()).hasSize(2).allMatch(rule -> rule.expect().holds(EVENT));
    CheckedGroup group = shop.groupsOf(source.source()).get(0);
    assertThat(group.where().holds(EVENT)).isTrue();
    assertThat(group.entity().name()).isEqualTo("customer");
    assertThat(group.aggregates().get(0).of()).isNull();
    assertThat(group.aggregates().get(1).of().evaluate(EVENT)).isEqualTo(10.0);
    assertThat(group.aggregates().get(3).of().evaluate(EVENT)).isEqualTo("pot");
  }

  @Test
  void labelsAreExpressionsOverOutcomes() throws Exception {
    CheckedDefinitions shop = checked("shop.yaml");
    CheckedLabel click = shop.models().get(0).labels().get(0);
    CheckedLabel purchase = shop.models().get(0).labels().get(1);
    Fields longClick = Map.<String, Object>of("outcome", "click", "dwell_seconds", 31.0)::get;
    Fields bought = Map.<String, Object>of("outcome", "purchase", "value", 9.5)::get;
    assertThat(click.positive().holds(longClick)).isTrue();
    assertThat(click.positive().holds(bought)).isFalse();
    assertThat(click.weight().positive()).isNull();
    assertThat(purchase.weight().positive().evaluate(bought)).isEqualTo(9.5);
    assertThat(purchase.weight().positive().evaluate(longClick)).isNull();
  }

  @Test
  void ruleOnANullFieldDoesNotHold() throws Exception {
    CheckedSource source = checked("shop.yaml").sources().get(0);
    assertThat(source.rules().get(0).expect().holds(name -> null)).isFalse();
    assertThat(source.rules().get(1).expect().holds(name -> null)).isTrue();
  }

  @Test
  void folderOfFilesChecksAsOne() throws Exception {
    CheckedDefinitions shop = checked("folder");
    assertThat(shop.sources().get(0).eventTime().read(name -> 7L)).isEqualTo(7_000);
    assertThat(shop.groups()).hasSize(1);
    assertThat(shop.models()).isEmpty();
  }

  @Test
  void aggregateHasItsOwnCondition() throws Exception {
    CheckedGroup spending = checked("everything.yaml").groups().get(0);
    CheckedAggregate purchases = spending.aggregates().get(0);
    CheckedAggregate spend = spending.aggregates().get(1);
    assertThat(purchases.where()).isNull();
    assertThat(spend.where().holds(EVENT)).isTrue();
    assertThat(spend.where().holds(Map.<String, Object>of("quantity", 1L)::get)).isFalse();
  }

  @Test
  void derivedFeaturesAreTypedByWhatTheyAreDerivedFrom() throws Exception {
    List<CheckedDerived> derived = checked("everything.yaml").groups().get(0).derived();
    assertThat(derived)
        .extracting(feature -> feature.expr().type())
        .containsExactly(
            FieldType.of(Kind.DOUBLE),
            FieldType.of(Kind.BOOL),
            FieldType.of(Kind.INT),
            FieldType.of(Kind.STRING).orNull(),
            FieldType.of(Kind.BOOL).orNull());
  }

  @Test
  void derivedFeaturesEvaluateOverTheValuesOfTheGroup() throws Exception {
    List<CheckedDerived> derived = checked("everything.yaml").groups().get(0).derived();
    Map<String, Object> values = new HashMap<>();
    values.put("spend_1h", 12.0);
    values.put("spend_6h", 36.0);
    values.put("last_item", "pot");
    values.put("recent", List.of("pot", "pan", "pot"));
    values.put("items_1h", 2L);
    assertThat(derived.get(0).expr().evaluate(values::get)).isEqualTo(2.0);
    assertThat(derived.get(3).expr().evaluate(values::get)).as("no session").isNull();
    assertThat(derived.get(4).expr().evaluate(values::get)).isEqualTo(true);
    values.put("basket_session_30m", 11.0);
    assertThat(derived.get(3).expr().evaluate(values::get)).isEqualTo("rich");
    assertThat(derived.get(1).expr().evaluate(values::get)).as("no first item").isEqualTo(false);
  }

  @Test
  void oneSourceFeedsSeveralEntitiesAndSeveralSourcesOne() throws Exception {
    CheckedDefinitions shop = checked("everything.yaml");
    assertThat(shop.groupsOf(shop.sources().get(0).source()))
        .extracting(group -> group.entity().name())
        .containsExactly("customer", "customer", "basket");
    assertThat(shop.groupsOf(shop.sources().get(1).source()))
        .extracting(group -> group.entity().name())
        .containsExactly("customer");
  }

  @Test
  void schemaThatCannotBeReadIsNotCalledMissing() throws Exception {
    LoadedDefinitions loaded = DefinitionsReader.read(GOOD.resolve("shop.yaml"));
    UnreadableSchemaException json =
        new UnreadableSchemaException(new IllegalStateException("It is of type JSON."));

    assertThatThrownBy(
            () ->
                DefinitionChecker.check(
                    loaded,
                    new ExpressionCompiler(),
                    topic -> {
                      throw json;
                    }))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("'transactions': It is of type JSON.")
        .hasMessageNotContaining("no schema");
  }

  private static List<String> warnings(String label) throws DefinitionException {
    String text =
        """
        namespace: shop
        models:
          - name: ranker
            predictions: {topic: predictions}
            outcomes:
              topic: outcomes
              labels:
                - {name: sold, window: 7d, positive: "outcome == 'sold'", %s}
        """
            .formatted(label);
    return DefinitionChecker.check(
            DefinitionsReader.readText("shop.yaml", text, Path.of("")),
            new ExpressionCompiler(),
            ShopSchemas.TYPES)
        .warnings()
        .stream()
        .map(DefinitionProblem::describe)
        .toList();
  }

  @Test
  void numbersThatCanBeNullAreWarnedOf() throws Exception {
    assertThat(warnings("weight: value"))
        .containsExactly(
            "shop.yaml:8:75: models[0].outcomes.labels[0].weight 'value': the weight can be null: an"
                + " example that would need it is unlabelled (write x == null ? 1.0 : x, or ask for"
                + " it in 'positive')");
    assertThat(warnings("value: {timeout: '1.0 / prediction.rank_position'}"))
        .containsExactly(
            "shop.yaml:8:84: models[0].outcomes.labels[0].value.timeout '1.0 /"
                + " prediction.rank_position': the value can be null: an example that would need it"
                + " is unlabelled (write x == null ? 1.0 : x)");
    assertThat(warnings("negative: 'true', weight: {negative: prediction.model_score}")).hasSize(1);
    assertThat(warnings("weight: 'double(prediction.raw_features.price)'")).hasSize(1);
  }

  @Test
  void guardedNumbersAreNotWarnedOf() throws Exception {
    assertThat(warnings("weight: '2.0'")).isEmpty();
    assertThat(warnings("weight: 'value == null ? 1.0 : value'")).isEmpty();
    assertThat(warnings("weight: 'value != null && value > 0.0 ? value * 2.0 : 1.0'")).isEmpty();
    assertThat(
            warnings(
                "negative: \"outcome == 'hide' && value != null\","
                    + " weight: {negative: outcome.value}"))
        .as("the two names of a field are told apart, so that in doubt it is warned")
        .hasSize(1);
    assertThat(
            warnings(
                "negative: \"outcome == 'hide' && outcome.value > 0.0\","
                    + " weight: {negative: outcome.value}"))
        .isEmpty();
    assertThat(
            warnings(
                "weight: {timeout: 'prediction.rank_position == null ? 1.0"
                    + " : 1.0 / prediction.rank_position'}"))
        .isEmpty();
  }
}
