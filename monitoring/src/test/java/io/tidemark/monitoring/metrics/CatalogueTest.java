package io.tidemark.monitoring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README and the shipped Prometheus rules name the meters as they are. */
class CatalogueTest {

  private static final Path ALERTS = Path.of("src/main/prometheus/alerts.yml");
  private static final Path README = Path.of("README.md");

  @Test
  void readmeHoldsTheCatalogueAsItIs() throws IOException {
    assertThat(Files.readString(README))
        .as("replace the table in README.md with:%n%s", Catalogue.markdown())
        .contains("\n\n" + Catalogue.markdown() + "\n");
  }

  @Test
  void namesAreUniqueAndBoundsPositive() {
    assertThat(Catalogue.METERS).extracting(Meter::prometheusName).doesNotHaveDuplicates();
    assertThat(Catalogue.METERS).allMatch(meter -> meter.maxSeries() > 0);
  }

  @Test
  void namesAreOursAndThoseOfInstantsSaySo() {
    assertThat(Catalogue.METERS)
        .allSatisfy(
            meter -> {
              assertThat(meter.prometheusName()).startsWith("tidemark_");
              boolean instant = meter.description().contains("since the epoch");
              assertThat(meter.prometheusName().endsWith("_timestamp_seconds"))
                  .as(meter.prometheusName())
                  .isEqualTo(instant);
            });
  }

  @Test
  void everyMeterHasASeriesOfItsOwnWhenItOverflows() {
    assertThat(Catalogue.METERS).hasSizeLessThan(SeriesCap.OVERFLOW.maxSeries());
  }

  @Test
  void alertRulesUseMetersThatExist() throws IOException {
    Matcher names = Pattern.compile("\\btidemark_[a-z_]+").matcher(Files.readString(ALERTS));
    int found = 0;
    while (names.find()) {
      String name = names.group().replaceFirst("_(bucket|count|sum)$", "");
      assertThat(Catalogue.METERS).extracting(Meter::prometheusName).contains(name);
      found++;
    }
    assertThat(found).isGreaterThan(4);
  }

  /** With Prometheus' own tool, in the module of integration tests. */
  @Test
  void everyAlertIsTested() throws IOException {
    String tests = Files.readString(Path.of("src/test/prometheus/alerts-test.yml"));
    Matcher alerts = Pattern.compile("alert: (\\w+)").matcher(Files.readString(ALERTS));
    while (alerts.find()) {
      assertThat(tests)
          .as(alerts.group(1) + " fires")
          .containsPattern("alertname: " + alerts.group(1) + "\\n +exp_alerts:\\n");
    }
  }

  @Test
  void everyAlertHasARunbookEntry() throws IOException {
    String readme = Files.readString(README);
    Matcher alerts = Pattern.compile("alert: (\\w+)").matcher(Files.readString(ALERTS));
    int found = 0;
    while (alerts.find()) {
      assertThat(readme).contains("### " + alerts.group(1));
      found++;
    }
    assertThat(found).isGreaterThanOrEqualTo(5);
  }
}
