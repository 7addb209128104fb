package io.tidemark.definition.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.LabelTerms;
import io.tidemark.definition.Model;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelReaderTest {
  @Test
  void termsOfALabelArrive() throws DefinitionException {
    String text =
        """
        namespace: shop
        models:
          - name: ranker
            predictions: {topic: predictions}
            outcomes:
              topic: outcomes
              outcome_id: event_id
              labels:
                - name: worth
                  window: 7d
                  positive: "outcome == 'purchase'"
                  negative: "outcome == 'refund'"
                  value: {positive: value, negative: "-1.0", timeout: "0.5"}
                  weight: value
                  by: order_id
                  several: sum
                  priority: {of: source, order: [analyst, rule]}
        """;
    Model.Outcomes outcomes =
        DefinitionsReader.readText("shop.yaml", text, Path.of(""))
            .definitions()
            .models()
            .get(0)
            .outcomes();
    assertThat(outcomes.outcomeId()).isEqualTo("event_id");
    assertThat(outcomes.labels().get(0).terms())
        .isEqualTo(
            new LabelTerms(
                "outcome == 'purchase'",
                "outcome == 'refund'",
                new LabelTerms.Measure("value", "-1.0", "0.5"),
                new LabelTerms.Measure("value", null, null),
                "order_id",
                new LabelTerms.Priority("source", List.of("analyst", "rule"))));
    assertThat(outcomes.labels().get(0).policy().combining())
        .isEqualTo(new Model.Combining(Model.Several.SUM, true, true, true));
  }

  @Test
  void outcomesOfSeveralTopicsArrive() throws DefinitionException {
    String text =
        """
        namespace: shop
        models:
          - name: ranker
            predictions: {topic: predictions}
            outcomes:
              topics:
                - {topic: clicks}
                - topic: transactions-returned
                  fields: {request_id: transaction_id, outcome: "'return'", outcome_timestamp: at}
              labels: [{name: click, window: 1h, positive: "outcome == 'click'"}]
        """;
    Model model =
        DefinitionsReader.readText("shop.yaml", text, Path.of("")).definitions().models().get(0);
    assertThat(model.outcomeTopics()).containsExactly("clicks", "transactions-returned");
    assertThat(model.outcomes().topics().get(0).mapping()).isNull();
    assertThat(model.outcomes().topics().get(1).mapping().values())
        .containsEntry("request_id", "transaction_id");
  }
}
