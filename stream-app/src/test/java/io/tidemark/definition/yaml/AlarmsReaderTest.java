package io.tidemark.definition.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.Model.Alarms;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlarmsReaderTest {
  private static Alarms read(String alarms) throws DefinitionException {
    String text =
        """
        namespace: shop
        models:
          - name: ranker
            predictions: {topic: predictions}
            quality: {cohort: 1h%s}
            outcomes:
              topic: outcomes
              labels: [{name: click, window: 1h, positive: "outcome == 'click'"}]
        """;
    return DefinitionsReader.readText("a.yaml", text.formatted(alarms), Path.of(""))
        .definitions()
        .models()
        .get(0)
        .quality()
        .alarms();
  }

  @Test
  void boundsAndHowManyCohorts() throws Exception {
    assertThat(read("")).isEqualTo(Alarms.NONE);
    assertThat(read(", alarms: {auc: {min: 0.7}, log_loss: {max: 1.5}}"))
        .isEqualTo(new Alarms(Map.of("auc", 0.7, "log_loss", 1.5), 100, 2, 3, 2));
    assertThat(
            read(", alarms: {ece: {max: 0.1}, brier: {max: 0.2}, labels: 7, alerts: 4, calm: 1}"))
        .isEqualTo(new Alarms(Map.of("ece", 0.1, "brier", 0.2), 7, 4, 4, 1));
  }

  @Test
  void whatIsWrongIsSaid() {
    assertWrong("{}", "needs a bound of a figure");
    assertWrong("{auc: {max: 0.7}}", "min");
    assertWrong("{brier: {max: 1.5}}", "must be a number from 0 to 1");
    assertWrong("{ece: {max: 0.1}, alerts: 3, of: 2}", "must not be below alerts, 3");
    assertWrong("{f1: {min: 0.1}}", "f1");
  }

  private static void assertWrong(String alarms, String said) {
    assertThatThrownBy(() -> read(", alarms: " + alarms))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining(said);
  }
}
