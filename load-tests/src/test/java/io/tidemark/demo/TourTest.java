package io.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.demo.DriftCheck.Shift;
import io.tidemark.demo.LabelCheck.Count;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tour says in three sentences what a demo found, and where the console shows it. */
class TourTest {
  private static final Shift AGE = new Shift("age", 0.01, 1.2, "SIGNIFICANT");
  private static final Shift DEVICE = new Shift("device", 0.01, 2.5, "STABLE");
  private static final Shift SCORE = new Shift("score", null, 0.1, "SIGNIFICANT");

  private static String tour(List<Shift> drift) {
    return Tour.of(
        new Summary(
            1,
            60,
            Map.of(),
            List.of(),
            Map.of("click", new Count(30, 70, Map.of())),
            drift,
            Map.of("BAD_MAGIC", 4, "RULE_FAILED", 6),
            Map.of(),
            Map.of("console", "http://127.0.0.1:8080/console"),
            List.of()));
  }

  @Test
  void namesTheConsoleFirstAndGivesThreeSentencesWithAddresses() {
    assertThat(tour(List.of(AGE)).strip().lines())
        .hasSize(7)
        .startsWith("Console   http://127.0.0.1:8080/console")
        .anyMatch(line -> line.startsWith("  1. Drift: age moved most (PSI 1.200)"))
        .anyMatch(line -> line.startsWith("  2. Labels: 100 examples"))
        .anyMatch(line -> line.startsWith("  3. Quarantine: 10 records failed for 2 reasons"));
  }

  @Test
  void leadsToTheSeriesThatIsCalledDriftRatherThanToOneThatMovedMore() {
    assertThat(tour(List.of(SCORE, DEVICE, AGE)))
        .contains(
            "/console#/drift?model=ranker&model_version=v3&surface=FEATURE&feature=age&window=1m");
  }

  @Test
  void aSeriesThatIsNoFeatureHasThePageOfAll() {
    assertThat(tour(List.of(SCORE)).lines()).anyMatch(line -> line.endsWith("/console#/drift"));
  }

  @Test
  void withoutAnyFigureItStillSaysWhereToLook() {
    assertThat(tour(List.of(new Shift("age", null, null, null))))
        .contains("Drift: no window had values enough");
  }
}
